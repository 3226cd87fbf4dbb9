// Without an SMTP server the evaluation shows the mails itself.

import { askForQuote } from '../lib/asking.mjs';
import { openBrowser } from '../lib/browser.mjs';
import { assert, heading, shown } from '../lib/expect.mjs';
import { mouse } from '../lib/hands.mjs';
import { claire } from '../lib/people.mjs';
import { Server, freshDatabase } from '../lib/server.mjs';
import { axe } from '../lib/look.mjs';
import { until } from '../lib/process.mjs';

export default async function mailbox({ suite, server, look }) {
  await suite.scenario('The mailbox of the evaluation', async (step) => {
    const folder = `${server.folder}/evaluation`;
    const evaluation = await Server.open({ folder, database: freshDatabase('sqlite', folder) });
    const browser = await openBrowser(evaluation);
    try {
      const page = await browser.guest(claire.name);

      await step('it is empty at first', async () => {
        await page.goto('/mailbox');
        await look.at(page, 'mailbox-empty');
      });

      await step('a request brings mails, each with its button', async () => {
        await page.goto('/');
        await page.getByRole('button', { name: `Enter as ${claire.name}` }).click();
        await askForQuote(page, mouse, 'Boiler for the canteen');
        await page.goto('/mailbox');
        await until('the mail', async () => {
          await page.reload();
          return page.getByRole('link', { name: /We have your request: Boiler for the canteen/ }).isVisible();
        });
        await look.at(page, 'mailbox');
        await page.getByRole('link', { name: /We have your request: Boiler for the canteen/ }).click();
        await look.at(page, 'letter');
        await page.getByRole('link', { name: 'See it as a mail program shows it' }).click();
        await shown(page.getByRole('link', { name: 'See where it stands' }));
        await axe(page, 'letter-html');
        await page.goBack();
        await page.getByRole('link', { name: 'Follow the mail’s button' }).click();
        await heading(page, 'Boiler for the canteen');
        await shown(page.getByText('We are on it'));
      });
      assert.deepEqual(browser.troubles, []);
    } finally {
      await browser.close();
      await evaluation.stop();
    }
  });
}
