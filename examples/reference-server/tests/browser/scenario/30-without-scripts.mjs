// The first part of the scenario in a browser with scripts off: every page does all of its work.

import { askForQuote, begin, fillNeed, proceed } from '../lib/asking.mjs';
import { assert, heading, shown, summary } from '../lib/expect.mjs';
import { mouse } from '../lib/hands.mjs';
import { claire } from '../lib/people.mjs';

export default async function withoutScripts({ suite, browser, look, mails }) {
  await suite.scenario('A quote without scripts', async (step) => {
    const page = await step('Claire signs in', async () => {
      const signedIn = await browser.actor(claire, { javaScriptEnabled: false });
      await heading(signedIn, 'Hello Claire');
      return signedIn;
    });

    await step('what is wrong is said in a summary, and what was typed stays', async () => {
      await begin(page);
      await page.getByLabel('Subject').fill('Heat pump for the warehouse');
      await proceed(page);
      await summary(page, /“What is it about\?” is still empty/);
      assert.equal(await page.getByLabel('Subject').inputValue(), 'Heat pump for the warehouse');
      await look.at(page, 'no-scripts-need-wrong');
    });

    await step('a field that an answer calls for comes with a button, or with the next page', async () => {
      await fillNeed(page, mouse, 'Heat pump for the warehouse');
      await look.at(page, 'no-scripts-need');
      await page.getByRole('button', { name: 'Save and leave' }).click();
    });

    await step('the whole form goes through to the receipt, and its mail comes', async () => {
      const reference = await askForQuote(page, mouse, 'Heat pump for the workshop');
      await look.at(page, 'no-scripts-receipt');
      await page.getByRole('link', { name: 'Follow the request' }).click();
      await heading(page, 'Heat pump for the workshop');
      await shown(page.getByText(reference));
      const mail = await mails.next(claire.email, /Heat pump for the workshop/);
      assert.match(mail.subject, /We have your request/);
    });

    await step('a draft is deleted on a page of its own, whose button says so', async () => {
      await page.goto('/portal/requests');
      await page.getByRole('link', { name: 'Heat pump for the warehouse' }).click();
      await page.getByRole('link', { name: 'Delete this draft' }).click();
      await heading(page, 'Delete this draft?');
      await look.at(page, 'discard');
      await page.getByRole('button', { name: 'Delete this draft' }).click();
      await shown(page.getByText('The draft was deleted.'));
      assert.equal(await page.getByRole('link', { name: 'Heat pump for the warehouse' }).count(), 0);
    });
    await page?.context().close();
  });
}
