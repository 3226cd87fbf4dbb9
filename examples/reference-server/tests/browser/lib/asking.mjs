// Asking for a quote, page by page, as a client user does it.

import { heading, shown } from './expect.mjs';
import { brief } from './files.mjs';
import { inDays, mouse, update } from './hands.mjs';

/** What Claire answers. */
export const answers = {
  subject: 'Cooling for the server room',
  contract: 'NT-20415',
  details: 'The room reaches 31 degrees on warm days. We need 12 kW of cooling, quiet at night.',
  budget: '12000',
  start: inDays(45),
  contact: 'Paul Girard',
  phone: '+33 1 40 20 30 40',
};

export const proceed = (page, hand = mouse) => hand.press(page, page.getByRole('button', { name: 'Save and continue' }));
export const group = (page, name) => page.getByRole('group', { name });
export const contract = (page) => page.getByLabel('Contract number');

export async function begin(page, hand = mouse) {
  await page.goto('/portal');
  await hand.press(page, page.getByRole('link', { name: 'New request' }));
  await hand.press(page, page.getByRole('button', { name: 'Request a quote' }));
  // Somebody who left a draft is asked whether they want another.
  const another = page.getByRole('button', { name: 'Begin another' });
  await shown(another.or(page.getByRole('heading', { level: 1, name: 'Your need' })));
  if (await another.count()) await hand.press(page, another);
  await heading(page, 'Your need');
}

/** The first page; its contract number is asked only because of the second answer. */
export async function fillNeed(page, hand = mouse, subject = answers.subject) {
  await hand.fill(page, page.getByLabel('Subject'), subject);
  const kinds = group(page, 'What is it about?');
  await hand.choose(page, kinds.getByRole('radio'), kinds.getByLabel('A change to an existing contract'));
  await update(page, hand, kinds, contract(page));
  await hand.fill(page, contract(page), answers.contract);
  await hand.fill(page, page.getByLabel('What do you expect of us?'), answers.details);
}

export async function fillProject(page, hand = mouse, { visit = 'Yes' } = {}) {
  await heading(page, 'Your project');
  await hand.fill(page, page.getByLabel('Budget'), answers.budget);
  await hand.fillDate(page, page.getByLabel('Wished start'), answers.start);
  const question = group(page, 'Shall we visit the site first?');
  await hand.choose(page, question.getByRole('radio'), question.getByLabel(visit, { exact: true }));
}

export async function fillVisit(page, hand = mouse) {
  await heading(page, 'The visit');
  await hand.fill(page, page.getByLabel('Who receives us?'), answers.contact);
  await hand.fill(page, page.getByLabel('Their phone number'), answers.phone);
}

export async function fillDocuments(page, hand = mouse) {
  await heading(page, 'Documents');
  await hand.give(page, page.getByLabel('Brief'), brief);
  await hand.tick(page, page.getByLabel('I may ask for quotes in the name of my company.'));
}

/** Sends what was checked; tells the reference on the receipt. */
export async function send(page, hand = mouse) {
  await heading(page, 'Check your answers');
  await hand.press(page, page.getByRole('button', { name: 'Send the request' }));
  await heading(page, 'Your request is sent');
  const reference = page.getByText(/^QUO-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await shown(reference);
  return reference.textContent();
}

/** The whole form, from the dashboard to the receipt. */
export async function askForQuote(page, hand = mouse, subject = answers.subject) {
  await begin(page, hand);
  await fillNeed(page, hand, subject);
  await proceed(page, hand);
  await fillProject(page, hand);
  await proceed(page, hand);
  await fillVisit(page, hand);
  await proceed(page, hand);
  await fillDocuments(page, hand);
  await proceed(page, hand);
  return send(page, hand);
}
