// Part one: the client user signs in, fills the form, and sends the request.

import * as asking from '../../lib/asking.mjs';
import { absent, assert, heading, shown, summary } from '../../lib/expect.mjs';
import { brief } from '../../lib/files.mjs';
import { button } from '../../lib/mail.mjs';
import { mouse, update } from '../../lib/hands.mjs';
import { claire } from '../../lib/people.mjs';

const { answers, contract, group, proceed } = asking;

/** Gives the story so far: Claire's page, the request's reference and its address. */
export async function ask({ browser, look, mails }, step) {
  const page = await step('Claire signs in and sees an empty dashboard that says how to begin', async () => {
    const signedIn = await browser.actor(claire);
    await heading(signedIn, 'Hello Claire');
    await shown(signedIn.getByText('Nothing to do for you right now'));
    await shown(signedIn.getByText('No requests yet'));
    await look.at(signedIn, 'dashboard-empty');
    for (const [link, first] of [['Requests', 'No requests yet'], ['Documents', 'Before our technician comes']]) {
      await signedIn.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).click();
      await shown(signedIn.getByText(first));
      await look.at(signedIn, `${link.toLowerCase()}-empty`);
    }
    await signedIn.getByRole('banner').getByText(claire.name).first().click();
    await signedIn.getByRole('link', { name: 'My account' }).click();
    await look.at(signedIn, 'account');
    return signedIn;
  });

  await step('the contract number is asked only for a change of a contract', async () => {
    await asking.begin(page);
    await absent(contract(page));
    await look.at(page, 'form-need');
    await page.getByLabel('Subject').fill(answers.subject);
    const kinds = group(page, 'What is it about?');
    await kinds.getByLabel('A change to an existing contract').check();
    await update(page, mouse, kinds, contract(page));
    assert.equal(await page.getByLabel('Subject').inputValue(), answers.subject);
    await look.at(page, 'form-need-revealed');
  });

  await step('what will not do is said at the top and at the field, and nothing typed is lost', async () => {
    await contract(page).fill('20415');
    await page.getByLabel('Subject').fill('x'.repeat(90));
    await proceed(page);
    await summary(page, 'A contract number is NT- and five digits.', /“Subject”: use at most 80 characters/,
      /“What do you expect of us\?” is still empty/);
    assert.equal(await contract(page).inputValue(), '20415');
    assert.equal(await page.getByLabel('Subject').inputValue(), 'x'.repeat(90));
    await look.at(page, 'form-need-wrong');
    await page.getByRole('alert').getByRole('link', { name: /contract number/ }).click();
    assert.ok(await contract(page).evaluate((field) => field === document.activeElement), 'the link leads to the field');
  });

  await step('a draft left behind waits in the list and goes on where it was left', async () => {
    await asking.fillNeed(page);
    await page.getByRole('button', { name: 'Save and leave' }).click();
    await heading(page, 'Requests');
    await shown(page.getByText('Not sent yet'));
    await look.at(page, 'requests-draft');
    await page.goto('/portal');
    await look.at(page, 'dashboard-draft');
    await page.getByRole('link', { name: answers.subject }).click();
    await heading(page, answers.subject);
    await shown(page.getByText('1 of 4 steps done'));
    await look.at(page, 'draft-steps');
    await page.goto('/portal/requests/new');
    await page.getByRole('button', { name: 'Request a quote' }).click();
    await heading(page, 'You have begun one already');
    await look.at(page, 'draft-exists');
    await page.getByRole('link', { name: answers.subject }).click();
    await page.getByRole('link', { name: 'Your need' }).click();
    await heading(page, 'Your need');
    assert.equal(await contract(page).inputValue(), answers.contract);
    assert.equal(await page.getByLabel('What do you expect of us?').inputValue(), answers.details);
  });

  await step('a whole page is asked only when its answer calls for it', async () => {
    await proceed(page);
    await asking.fillProject(page);
    await absent(page.getByRole('navigation', { name: 'Steps of the form' }).getByText('The visit'));
    await page.getByLabel('To be finished by').fill('2020-01-01');
    await proceed(page);
    await summary(page, 'The end is before the start.');
    await look.at(page, 'form-project-wrong');
    await page.getByLabel('To be finished by').fill('');
    await proceed(page);
    await asking.fillVisit(page);
    await look.at(page, 'form-visit');
    await proceed(page);
  });

  await step('the brief is needed above the budget named in the hint; a PDF is taken', async () => {
    await heading(page, 'Documents');
    await look.at(page, 'form-documents');
    await proceed(page);
    await summary(page, /“Brief” is still empty/, /Please confirm/);
    await look.at(page, 'form-documents-wrong');
    await asking.fillDocuments(page);
    await proceed(page);
  });

  await step('the answers are shown once more before they are sent', async () => {
    await heading(page, 'Check your answers');
    for (const text of [answers.subject, answers.contract, answers.contact, brief.name]) await shown(page.getByText(text));
    await look.at(page, 'check');
  });

  await step('answers hidden by a later change are dropped', async () => {
    await page.getByRole('link', { name: 'Change – Shall we visit the site first?' }).click();
    await group(page, 'Shall we visit the site first?').getByLabel('No', { exact: true }).check();
    await proceed(page);
    await heading(page, 'Check your answers');
    await absent(page.getByText(answers.contact));
  });

  const reference = await step('sending ends on a receipt with the reference and what happens next', async () => {
    const sent = await asking.send(page);
    await shown(page.getByText('What happens next'));
    await shown(page.getByText(claire.email));
    await look.at(page, 'receipt');
    return sent;
  });

  await step('a reload or a second press sends nothing twice', async () => {
    await page.reload();
    await shown(page.getByText(reference));
    await page.goBack();
    const again = page.getByRole('button', { name: 'Send the request' });
    if (await again.isVisible()) await again.click();
    await page.goto('/portal/requests');
    assert.equal(await page.getByRole('link', { name: answers.subject }).count(), 1);
    await absent(page.getByText('Not sent yet'));
    await look.at(page, 'requests');
  });

  return step('a mail says what happens next, and its button leads to the request', async () => {
    const mail = await mails.next(claire.email, /We have your request/);
    assert.match(mail.text, /A sales engineer looks at it within one working day/);
    assert.ok(mail.subject.includes(answers.subject));
    assert.ok(mail.bytes < 100_000);
    assert.ok(!mail.text.includes(answers.details), 'no answer stands in a mail (P10)');
    await page.goto(button(mail));
    await heading(page, answers.subject);
    await shown(page.getByText('We are on it'));
    await look.at(page, 'request-received');
    return { claire: page, reference, url: page.url() };
  });
}
