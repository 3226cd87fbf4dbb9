// A portal whose definition allows links to sign in: asked for, in a letter, good once, beside the password.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Browser } from '../lib/browser.mjs';
import { heading, shown } from '../lib/expect.mjs';
import { button, openMailbox } from '../lib/mail.mjs';
import { claire } from '../lib/people.mjs';
import { stop } from '../lib/process.mjs';
import { Server, freshDatabase } from '../lib/server.mjs';

export default async function link({ suite, database, look, browser }) {
  const folder = `${browser.server.folder}/link`;
  const definitions = `${folder}/definitions`;
  mkdirSync(folder, { recursive: true });
  cpSync('examples/definitions/b2b-provider', definitions, { recursive: true });
  const portal = readFileSync(`${definitions}/portal.yaml`, 'utf8');
  writeFileSync(`${definitions}/portal.yaml`, portal.replace('magic_link: false', 'magic_link: true'));
  const mails = await openMailbox(`${folder}/mails`);
  const store = freshDatabase(database.away ? 'postgres' : 'sqlite', folder, '_link');
  const server = await Server.open({ folder, database: store, smtp: mails.url, definitions });
  const people = new Browser(browser.chromium, server);
  try {
    await suite.scenario('Signing in by a link', async (step) => {
      const her = await people.guest('Claire');

      await step('the sign-in page offers it beside the password', async () => {
        await her.goto('/portal/sign-in');
        await shown(her.getByLabel('Password', { exact: true }));
        await look.at(her, 'sign-in-with-link');
      });

      let letter;
      await step('the letter has a link, and the page says so whoever asks', async () => {
        for (const email of ['nobody@alpha.example', claire.email]) {
          await her.goto('/portal/sign-in');
          await her.getByLabel(/e-?mail/i).first().fill(email);
          await her.getByRole('button', { name: /link/i }).click();
          await look.at(her, 'link-on-its-way');
        }
        letter = await mails.next(claire.email, /link to sign in/);
      });

      await step('looking spends nothing; the button opens the portal, once', async () => {
        const scanner = await people.guest('a scanner of mails');
        await scanner.goto(button(letter));
        await scanner.context().close();
        await her.goto(button(letter));
        await look.at(her, 'link-to-enter');
        await her.locator('main form .button').first().click();
        await heading(her, 'Hello Claire');
        const again = await people.guest('somebody who finds the letter');
        await again.goto(button(letter));
        await heading(again, /no longer valid/);
        await again.context().close();
      });
      await her.context().close();
    });
  } finally {
    await server.stop();
    await stop(mails.peer);
    store.drop();
  }
}
