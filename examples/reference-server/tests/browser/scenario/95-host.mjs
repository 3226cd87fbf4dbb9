// The portal in an app that has accounts of its own: the shop of examples/embed-in-existing-app. It keeps its own SQLite,
// whatever the other scenarios run on.

import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Browser } from '../lib/browser.mjs';
import { absent, assert, heading, shown, status } from '../lib/expect.mjs';
import { freePort, start, stop, until } from '../lib/process.mjs';

export default async function host({ suite, look, browser }) {
  const folder = `${browser.server.folder}/shop`;
  mkdirSync(folder, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const base = `http://${address}`;
  const program = resolve(process.env.PORTAL_SHOP ?? `${process.env.CARGO_TARGET_DIR ?? 'target'}/debug/embed-in-existing-app`);
  const shop = start(program, [address, folder], { env: { PATH: process.env.PATH }, onLine: () => {} });
  await until('the shop', () => fetch(base).then((answer) => answer.ok, () => false), 60);
  const people = new Browser(browser.chromium, { base, folder });
  try {
    await suite.scenario('The portal of an app that has accounts of its own', async (step) => {
      const hanna = await people.guest('Hanna');

      await step('who is not logged in there is sent to the app, and comes back to the page they wanted', async () => {
        await hanna.goto('/portal/requests/new');
        await heading(hanna, 'Log in to the shop');
        await hanna.getByRole('button', { name: 'Hanna Hofmann' }).click();
        await heading(hanna, 'What do you need?');
        assert.equal(new URL(hanna.url()).pathname, '/portal/requests/new');
        await shown(hanna.getByText('Hanna Hofmann'));
        await look.at(hanna, 'host-choose');
      });

      await step('there is no password of the portal to type, to change or to forget', async () => {
        assert.equal(await status(hanna, '/portal/forgot'), 404);
        await hanna.goto('/portal/account');
        await absent(hanna.getByRole('link', { name: /password/i }));
        await look.at(hanna, 'host-account');
      });

      await step('she asks for something, and another company of the shop sees nothing of it', async () => {
        await hanna.goto('/portal/requests/new');
        await hanna.getByRole('button', { name: /Ask a question/ }).click();
        await hanna.getByLabel('Subject').fill('A part that is missing');
        await hanna.getByLabel('Your question').fill('The box had no screws.');
        await hanna.getByRole('button', { name: 'Save and continue' }).click();
        await hanna.getByRole('button', { name: /Send/ }).click();
        await heading(hanna, /sent/);
        const lars = await people.guest('Lars');
        await enter(lars, 'Lars Lindgren');
        await lars.goto('/portal/requests');
        await absent(lars.getByText('A part that is missing'));
        await lars.context().close();
      });

      await step('the team comes in by the same door, to its queue', async () => {
        const mia = await people.guest('Mia');
        await enter(mia, 'Mia Brandt');
        await heading(mia, 'Queue');
        await shown(mia.getByText('A part that is missing'));
        await look.at(mia, 'host-queue');
        await mia.context().close();
      });

      await step('signing out here signs out of the app', async () => {
        await hanna.goto('/portal');
        await hanna.getByText('Hanna Hofmann').first().click();
        await hanna.getByRole('button', { name: 'Sign out' }).click();
        await heading(hanna, 'The shop');
        await hanna.goto('/portal');
        await heading(hanna, 'Log in to the shop');
      });
      await hanna.context().close();
      assert.deepEqual(people.troubles, []);
    });
  } finally {
    await stop(shop, 'SIGINT');
  }
}

async function enter(page, name) {
  await page.goto('/portal');
  await page.getByRole('button', { name }).click();
}
