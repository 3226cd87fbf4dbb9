// The first part of the scenario with a keyboard alone; every stop must be seen.

import { askForQuote } from '../lib/asking.mjs';
import { heading, shown } from '../lib/expect.mjs';
import { keys } from '../lib/hands.mjs';
import { press, tabTo, writeInto } from '../lib/keyboard.mjs';
import { claire } from '../lib/people.mjs';

const subject = 'Ventilation of the kitchen';

export default async function keyboard({ suite, browser, mails }) {
  await suite.scenario('A quote with a keyboard alone', async (step) => {
    const page = await browser.guest(claire.name);

    await step('the first stop leads past the head of the page', async () => {
      await page.goto('/portal/sign-in');
      const skip = page.getByRole('link', { name: 'Skip to the content' });
      await tabTo(page, skip);
      await page.keyboard.press('Enter');
    });

    await step('Claire signs in', async () => {
      await writeInto(page, page.getByLabel('Email address'), claire.email);
      await writeInto(page, page.getByLabel('Password'), claire.password);
      await page.keyboard.press('Enter');
      await heading(page, 'Hello Claire');
    });

    await step('she fills the form, gives her file, and sends it', async () => {
      const reference = await askForQuote(page, keys, subject);
      await press(page, page.getByRole('link', { name: 'Follow the request' }));
      await heading(page, subject);
      await shown(page.getByText(reference));
      await mails.next(claire.email, new RegExp(subject));
    });

    await step('she writes a message', async () => {
      await writeInto(page, page.getByLabel('Write a message'), 'We are open on Saturdays too.');
      await press(page, page.getByRole('button', { name: 'Send the message' }));
      await shown(page.getByText('Your message was sent.'));
      await shown(page.getByText('We are open on Saturdays too.'));
    });

    await step('she signs out through the menu', async () => {
      await press(page, page.locator('summary').filter({ hasText: claire.name }));
      await press(page, page.getByRole('button', { name: 'Sign out' }));
      await heading(page, /Sign in/);
    });
    await page.context().close();
  });
}
