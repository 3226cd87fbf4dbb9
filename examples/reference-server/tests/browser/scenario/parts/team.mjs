// Parts two and three: the team member takes the request, asks for what is missing, and the client provides it.

import { answers } from '../../lib/asking.mjs';
import { absent, assert, heading, shown, summary } from '../../lib/expect.mjs';
import { extract, program } from '../../lib/files.mjs';
import { inDays } from '../../lib/hands.mjs';
import { button } from '../../lib/mail.mjs';
import { claire, tom } from '../../lib/people.mjs';
import { signIn } from '../../lib/browser.mjs';

export const note = 'Margin is thin here: no discount without Nadia.';
const reason = /As this is your first order with us/;
const title = answers.subject;

export async function actOn(world, step, story) {
  const { browser, look, mails } = world;

  await step('Tom is told, and finds the request in the queue', async () => {
    story.tom = await browser.actor(tom);
    const mail = await mails.next(tom.email, new RegExp(`New request: ${title}`));
    story.bench = button(mail);
    await heading(story.tom, 'Queue');
    await shown(story.tom.getByRole('row', { name: new RegExp(`${title}.*${story.reference}.*Alpha Logistics`) }));
    await look.at(story.tom, 'queue');
  });

  await step('the queue has views and a search, and says when nothing matches', async () => {
    for (const view of ['Mine', 'Unowned', 'Waiting for us', 'Waiting for the client', 'Over']) {
      await story.tom.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) }).click();
      await heading(story.tom, 'Queue');
      await look.at(story.tom, `queue-${view.toLowerCase().replaceAll(' ', '-')}`);
    }
    await story.tom.getByRole('searchbox').fill('nothing like it');
    await story.tom.getByRole('button', { name: 'Search' }).click();
    await shown(story.tom.getByText('No request of this view matches “nothing like it”.'));
    await look.at(story.tom, 'queue-not-found');
  });

  await step('he reads the answers and takes it', async () => {
    await story.tom.goto(story.bench);
    await heading(story.tom, title);
    for (const text of [answers.contract, answers.details, 'A change to an existing contract']) {
      await shown(story.tom.getByText(text));
    }
    await look.at(story.tom, 'workbench');
    await story.tom.getByRole('button', { name: 'Take on' }).click();
    await shown(story.tom.getByText('Done. The request is up to date.'));
    await shown(story.tom.getByText('In progress'));
    await mails.next(claire.email, /In progress/);
  });

  await step('he writes an internal note', async () => {
    await story.tom.getByText('Write a note').click();
    await story.tom.getByRole('textbox', { name: 'Internal note' }).fill(note);
    await story.tom.getByRole('button', { name: 'Save the note' }).click();
    await shown(story.tom.getByText('The note was saved.'));
    await shown(story.tom.getByText(note));
  });

  await step('asking for nothing is refused at the fields', async () => {
    await story.tom.getByRole('link', { name: 'Ask for information' }).click();
    await heading(story.tom, 'Ask for information');
    await look.at(story.tom, 'ask');
    await story.tom.getByRole('button', { name: 'Ask for information' }).click();
    await summary(story.tom, 'Choose at least one thing to ask for');
    await look.at(story.tom, 'ask-wrong');
  });

  await step('he asks for a document, with reason and deadline, and sees how the client will read it', async () => {
    await story.tom.getByLabel('Document 1', { exact: true }).selectOption('Company registration extract');
    await story.tom.getByLabel('First order of a company').check();
    await story.tom.getByLabel('By when').fill(inDays(10));
    await story.tom.getByRole('button', { name: 'Update the preview' }).click();
    const preview = story.tom.getByRole('region', { name: 'How the client will read it' });
    await shown(preview.getByText('Company registration extract'));
    await shown(preview.getByText(reason));
    await shown(preview.getByText('Missing information'));
    assert.match(await story.tom.getByRole('textbox', { name: /^Reason/ }).inputValue(), reason);
    await look.at(story.tom, 'ask-preview');
    story.before = mails.all(claire.email).length;
    await story.tom.getByRole('button', { name: 'Ask for information' }).click();
    await shown(story.tom.getByText('Waits for the client'));
    await look.at(story.tom, 'workbench-missing');
  });

  await step('one mail with one button lands on the task, through sign-in', async () => {
    const mail = await mails.next(claire.email, /Your turn: Send what is missing/);
    assert.match(mail.text, reason);
    assert.match(mail.text, /Company registration extract/);
    assert.equal(mails.all(claire.email).length, story.before + 1, 'one act, one mail');
    story.taskUrl = button(mail);
    const fresh = await browser.guest(claire.name);
    await fresh.goto(story.taskUrl);
    await signIn(fresh, claire);
    await heading(fresh, 'Send what is missing');
    assert.equal(fresh.url(), story.taskUrl);
    await fresh.context().close();
  });

  await step('the request says that it waits for the client: first on the dashboard, and on its page', async () => {
    await story.claire.goto('/portal');
    const first = story.claire.getByRole('region', { name: /^What you need to do/ }).getByRole('listitem').first();
    await shown(first.getByText('Send what is missing'));
    await shown(first.getByText('Company registration extract'));
    await shown(first.getByText(reason));
    await look.at(story.claire, 'dashboard-task');
    if (world.readme) await look.readme(story.claire, 'dashboard');
    await story.claire.goto(story.url);
    await shown(story.claire.getByText('Missing information'));
    await shown(story.claire.getByText('It is your company’s turn'));
    await look.at(story.claire, 'request-missing');
  });

  await step('a file of another type is refused at its field, and nothing is stored', async () => {
    await story.claire.goto('/portal');
    await story.claire.getByRole('link', { name: /^Send documents/ }).click();
    await heading(story.claire, 'Send what is missing');
    await look.at(story.claire, 'task-provide');
    await story.claire.getByRole('button', { name: 'Send', exact: true }).click();
    await summary(story.claire, /Choose a file|Company registration extract/);
    await look.at(story.claire, 'task-provide-empty');
    await story.claire.getByLabel('Company registration extract').setInputFiles(program);
    await story.claire.getByRole('button', { name: 'Send', exact: true }).click();
    await summary(story.claire, /“brief.pdf” is none of these/);
    await absent(story.claire.getByRole('button', { name: /^Remove/ }));
    await look.at(story.claire, 'task-provide-wrong');
  });

  await step('she provides the document; the task closes everywhere', async () => {
    await story.claire.getByLabel('Company registration extract').setInputFiles(extract);
    await story.claire.getByRole('button', { name: 'Upload', exact: true }).click();
    await shown(story.claire.getByRole('button', { name: `Remove ${extract.name}` }));
    await look.at(story.claire, 'task-provide-ready');
    await story.claire.getByRole('button', { name: 'Send', exact: true }).click();
    await shown(story.claire.getByText('Thank you, we have received it.'));
    await shown(story.claire.getByText('In progress'));
    await look.at(story.claire, 'request-provided');
    await story.claire.goto(story.taskUrl);
    await shown(story.claire.getByText('This is done. Thank you.'));
    await absent(story.claire.getByRole('button', { name: 'Send', exact: true }));
    await look.at(story.claire, 'task-done');
    await story.claire.goto('/portal');
    await shown(story.claire.getByText('Nothing to do for you right now'));
  });

  await step('the owner is told, and the request is with the team again', async () => {
    const mail = await mails.next(tom.email, /Done: Send what is missing/);
    await story.tom.goto(button(mail));
    await heading(story.tom, title);
    await shown(story.tom.getByText('In progress'));
    await shown(story.tom.getByRole('link', { name: extract.name }));
    await look.at(story.tom, 'workbench-provided');
    if (world.readme) await look.readme(story.tom, 'workbench');
  });
}
