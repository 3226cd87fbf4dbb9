// Parts four and five: the team proposes its quote, the client administrator decides; who may not, does not.

import { answers } from '../../lib/asking.mjs';
import { absent, assert, heading, shown, status, summary } from '../../lib/expect.mjs';
import { quote } from '../../lib/files.mjs';
import { request } from '../../lib/browser.mjs';
import { button } from '../../lib/mail.mjs';
import { aline, bruno, claire, nadia, tom } from '../../lib/people.mjs';
import { note } from './team.mjs';

const title = answers.subject;
const refusal = 'Le délai de livraison est trop long pour nous.';

export async function decide(world, step, story) {
  const { browser, look, mails } = world;

  await step('proposing needs the quote itself', async () => {
    await story.tom.getByRole('link', { name: 'Send the proposal' }).click();
    await heading(story.tom, 'Send the proposal');
    await look.at(story.tom, 'propose');
    await story.tom.getByRole('button', { name: 'Send the proposal' }).click();
    await summary(story.tom, 'Choose a file: Quote');
    await look.at(story.tom, 'propose-wrong');
  });

  await step('Tom proposes the quote, which shares it', async () => {
    story.before = { claire: mails.all(claire.email).length, aline: mails.all(aline.email).length };
    await propose(story, quote);
    await look.at(story.tom, 'workbench-proposal');
  });

  await step('the administrator gets one mail in her language; the requester is told too', async () => {
    const mail = await mails.next(aline.email, /À vous\s: Valider le devis/);
    story.approval = button(mail);
    assert.equal(mails.all(aline.email).length, story.before.aline + 1, 'one act, one mail');
    const told = await mails.next(claire.email, /New document/);
    assert.match(told.text, /Quote to approve/);
    assert.equal(mails.all(claire.email).length, story.before.claire + 1, 'one act, one mail');
  });

  await step('the client user reads the quote and cannot approve it in the administrator’s place: 403', async () => {
    await story.claire.goto(story.url);
    await shown(story.claire.getByText('Quote to approve'));
    await look.at(story.claire, 'request-proposal');
    const download = await Promise.all([story.claire.waitForEvent('download'),
      story.claire.getByRole('link', { name: quote.name }).first().click()]).then(([one]) => one);
    story.document = download.url();
    assert.equal(download.suggestedFilename(), quote.name);
    const answer = await request(story.claire, story.document);
    assert.equal(answer.status, 200);
    assert.ok(answer.body.equals(quote.buffer), 'the bytes that were given');
    assert.match(answer.headers.get('content-disposition'), /^attachment/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    await story.claire.goto(story.approval);
    await shown(story.claire.getByText(`Your account cannot do this. It waits for: ${aline.name}.`));
    await absent(story.claire.getByRole('button', { name: 'Approve' }));
    await look.at(story.claire, 'task-of-others');
    assert.equal((await request(story.claire, `${story.approval}/approve`, { form: {} })).status, 403);
    assert.equal((await request(story.claire, `${story.approval}/refuse`, { form: { reason: 'no' } })).status, 403);
    await story.claire.goto(story.url);
    await shown(story.claire.getByText('Quote to approve'));
  });

  await step('another company sees nothing of it: the same 404 as for what never was', async () => {
    const other = await browser.actor(bruno);
    await heading(other, 'Hello Bruno');
    await absent(other.getByText(title));
    const lost = '01900000-0000-7000-8000-000000000000';
    const addresses = [story.url, `${story.url}/receipt`, story.approval, `${story.approval}/approve`, `${story.approval}/refuse`, story.taskUrl,
      story.document, story.bench, `${story.bench}/moves/refuse`, `${story.url}/moves/withdraw`];
    for (const address of addresses) {
      const never = address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, lost);
      for (const form of [undefined, { reason: 'no', seen: '1' }]) {
        const [real, miss] = await Promise.all([address, never].map((one) => request(other, one, { form })));
        assert.notEqual(real.status, 200, address);
        assert.equal(neutral(real, address), neutral(miss, never), `${address} is told apart from what never was`);
      }
    }
    for (const address of [story.taskUrl, story.document, story.bench, story.url]) {
      assert.equal(await status(other, address), 404);
    }
    await heading(other, 'This page does not exist');
    await look.at(other, 'not-found-signed-in');
    for (const search of ['/portal/requests?words=', '/portal/documents?words=']) {
      for (const words of [title, story.reference, quote.name, 'QUO']) {
        await other.goto(search + encodeURIComponent(words));
        await shown(other.getByText('Nothing matches'));
        assert.ok(!(await other.locator('main').innerText()).includes(title), `${search}${words}`);
      }
    }
    await look.at(other, 'documents-nothing-matches');
    await other.context().close();
  });

  await step('Aline refuses with a reason; without one she is asked for it', async () => {
    story.aline = await browser.actor(aline);
    await story.aline.goto(story.approval);
    await heading(story.aline, 'Valider le devis');
    await look.at(story.aline, 'task-approve');
    await story.aline.getByRole('link', { name: /^Refuser/ }).click();
    await look.at(story.aline, 'task-refuse');
    await story.aline.getByRole('button', { name: 'Refuser' }).click();
    await summary(story.aline);
    await look.at(story.aline, 'task-refuse-wrong');
    await story.aline.getByRole('textbox').fill(refusal);
    await story.aline.getByRole('button', { name: 'Refuser' }).click();
    await shown(story.aline.getByText('En cours'));
  });

  await step('the refusal goes back to the owner with its reason, and the sales manager hears of it', async () => {
    const mail = await mails.next(tom.email, /Refused: Approve the quote/);
    assert.ok(mail.text.includes(refusal));
    await mails.next(nadia.email, /Un client a décliné un devis/);
    await story.tom.goto(button(mail));
    await shown(story.tom.getByText(refusal));
    await look.at(story.tom, 'workbench-refused');
  });

  await step('Tom proposes again, and Aline approves on the page that the mail leads to', async () => {
    await story.tom.getByRole('link', { name: 'Send the proposal' }).click();
    await look.at(story.tom, 'propose-again');
    await propose(story, { ...quote, name: 'Quote NT-2026-118 b.pdf' });
    const mail = await mails.next(aline.email, /À vous\s: Valider le devis/);
    await story.aline.goto(button(mail));
    await shown(story.aline.getByText('Quote NT-2026-118 b.pdf'));
    await story.aline.getByRole('button', { name: 'Valider', exact: true }).click();
    await shown(story.aline.getByText('Devis validé'));
    await look.at(story.aline, 'request-completed');
  });

  await step('everybody is told that it is over', async () => {
    await mails.next(claire.email, new RegExp(`${title}: Quote approved`));
    await mails.next(tom.email, /Done: Approve the quote/);
    await story.claire.goto('/portal');
    await look.at(story.claire, 'dashboard-news');
    await story.claire.goto('/portal/requests?state=closed');
    await shown(story.claire.getByRole('link', { name: title }));
    await story.claire.goto('/portal/documents');
    await shown(story.claire.getByRole('link', { name: quote.name }));
    await look.at(story.claire, 'documents');
  });

  await step('the timeline tells the whole story to both sides; the client side never sees the note', async () => {
    await story.tom.goto(story.bench);
    const team = story.tom.getByRole('region', { name: 'What happened' });
    for (const text of [/Request sent/, /Tom Weber takes care of it/, /Asked for: Company registration extract/,
      /Done: Company registration extract/, /Refused: Approve the quote/, /Done: Approve the quote/, /Now: Quote approved/]) {
      await shown(team.getByText(text));
    }
    await shown(story.tom.getByText(note));
    await look.at(story.tom, 'workbench-completed');
    await story.claire.goto(story.url);
    const client = story.claire.getByRole('region', { name: 'What happened' });
    for (const text of [/Request sent/, /Now: Missing information/, /Done: Company registration extract/,
      /Refused: Approve the quote/, /Now: Quote approved/]) await shown(client.getByText(text));
    await look.at(story.claire, 'request-completed-user');
    const words = encodeURIComponent(note.slice(0, 20));
    for (const page of [story.claire, story.aline]) {
      for (const place of ['/portal', story.url, '/portal/requests', `/portal/requests?words=${words}`, '/portal/documents',
        story.taskUrl, story.approval]) {
        const answer = await request(page, place);
        assert.equal(answer.status, 200, place);
        const seen = answer.body.toString();
        assert.ok(!seen.includes(note), `${place} shows the note`);
      }
    }
    assert.ok(mails.all().every((mail) => !mail.text.includes(note) && !mail.html.includes(note)), 'no mail has the note');
  });

  await step('what was sent is listed for the sales manager', async () => {
    const manager = await browser.actor(nadia);
    await manager.goto('/portal/team/deliveries');
    await shown(manager.getByText(title));
    await look.at(manager, 'deliveries');
    await manager.context().close();
  });
}

async function propose(story, file) {
  await story.tom.getByLabel(/^File: Quote/).setInputFiles(file);
  await story.tom.getByRole('button', { name: 'Send the proposal' }).click();
  await heading(story.tom, title);
  await shown(story.tom.getByText('Quote to approve'));
}

/** An answer without what differs from visit to visit: the address that was asked for, the reference for support. */
function neutral({ status: code, body }, address) {
  const { pathname } = new URL(address);
  return `${code} ${[pathname, encodeURIComponent(pathname), pathname.replaceAll('/', '&#x2f;')]
    .reduce((text, path) => text.replaceAll(path, 'PATH'), body.toString().replace(/\b[0-9A-F]{5}-[0-9A-F]{5}\b/, 'SUPPORT'))}`;
}
