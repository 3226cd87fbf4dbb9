// Coming in: the evaluation's start page, signing in and out, and what strangers get.

import { absent, assert, heading, shown, status, summary } from '../lib/expect.mjs';
import { signIn } from '../lib/browser.mjs';
import { claire, tom } from '../lib/people.mjs';

export default async function door({ suite, server, browser, look }) {
  await suite.scenario('Coming in', async (step) => {
    const guest = await browser.guest('a guest');

    await step('the start page names the demo people and how to sign in', async () => {
      await guest.goto('/');
      for (const person of [claire, tom]) {
        await shown(guest.getByRole('button', { name: `Enter as ${person.name}` }));
        assert.ok(server.lines.some((line) => line.includes(person.email)), `the terminal names ${person.email}`);
      }
      await shown(guest.getByText(claire.password));
      assert.ok(server.lines.some((line) => line.includes(claire.password)), 'the terminal names the password');
      assert.ok(server.lines.some((line) => line.includes(server.base)), 'the terminal names the address to open');
      await look.at(guest, 'start');
    });

    await step('who enters from the start page is signed in', async () => {
      await guest.getByRole('button', { name: `Enter as ${claire.name}` }).click();
      await shown(guest.getByText(claire.name));
      assert.equal(new URL(guest.url()).pathname, '/portal');
    });

    await step('signing out ends the session, also for the Back button', async () => {
      await signOut(guest);
      await guest.goto('/portal/requests');
      await heading(guest, /Sign in/);
    });

    await step('a wrong password is said in a summary and keeps the address', async () => {
      await guest.goto('/portal/sign-in');
      await look.at(guest, 'sign-in');
      await signIn(guest, { ...claire, password: 'not-this-one' });
      await summary(guest, /email address or the password is wrong/i);
      assert.equal(await guest.getByLabel('Email address').inputValue(), claire.email);
      assert.equal(await guest.getByLabel('Password').inputValue(), '');
      await look.at(guest, 'sign-in-wrong');
    });

    await step('an unknown address gets the same answer as a wrong password (A01)', async () => {
      await signIn(guest, { email: 'nobody@alpha.example', password: 'not-this-one' });
      await summary(guest, /email address or the password is wrong/i);
    });

    await step('the page one wanted comes after signing in', async () => {
      await guest.goto('/portal/documents');
      await heading(guest, /Sign in/);
      await signIn(guest, claire);
      await heading(guest, /Documents/);
    });

    await step('an unknown address shows our own page', async () => {
      assert.equal(await status(guest, '/portal/nothing-here'), 404);
      await heading(guest, /does not exist/);
      await absent(guest.getByText(/axum|hyper|panicked/i));
      await look.at(guest, 'not-found');
      assert.equal(await status(guest, '/nothing-here'), 404);
      await heading(guest, /Nothing here/);
    });

    await step('French is one press away', async () => {
      await guest.goto('/portal/sign-in');
      await signOut(guest);
      await guest.getByRole('button', { name: 'Français' }).click();
      await heading(guest, /Connexion|connecter/i);
      assert.equal(await guest.locator('html').getAttribute('lang'), 'fr');
      await look.at(guest, 'sign-in-french');
    });
    await guest.context().close();
  });
}

async function signOut(page) {
  await page.goto('/portal');
  await page.getByText(claire.name).first().click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, /Sign in/);
}
