// What goes wrong gets an answer that helps, and nothing is lost.

import { request } from '../lib/browser.mjs';
import { answers, askForQuote, begin, fillNeed, fillProject, group, proceed } from '../lib/asking.mjs';
import { absent, assert, heading, shown, summary } from '../lib/expect.mjs';
import { brief, heavy, program } from '../lib/files.mjs';
import { mouse } from '../lib/hands.mjs';
import { claire, nadia, tom } from '../lib/people.mjs';

const subject = 'Boiler of the main building';
const reason = 'Your site is too far away for us, we are sorry.';

export default async function badInput({ suite, browser, look }) {
  await suite.scenario('Bad input', async (step) => {
    const page = await step('a number and a date that are none are said, and stay as they were typed', async () => {
      const client = await browser.actor(claire);
      await begin(client);
      await fillNeed(client, mouse, subject);
      await proceed(client);
      await client.getByLabel('Budget').fill('a lot');
      await client.getByLabel('Wished start').fill('2020-01-01');
      await proceed(client);
      await summary(client, /“Budget”: write a number/, /“Wished start” must be .* or later/, /“Shall we visit the site first\?” is still empty/);
      assert.equal(await client.getByLabel('Budget').inputValue(), 'a lot');
      await look.at(client, 'form-project-nonsense');
      return client;
    });

    await step('a refused type, an empty and a too big file are said at the field, and nothing is stored', async () => {
      await fillProject(page, mouse, { visit: 'No' });
      await proceed(page);
      await heading(page, 'Documents');
      const input = page.getByLabel('Brief');
      for (const [file, fault] of [[program, /“brief.pdf” is none of these/], [heavy(21), /“Everything.pdf” is larger than/],
        [{ ...brief, buffer: Buffer.alloc(0) }, /is empty/]]) {
        await input.setInputFiles(file);
        await proceed(page);
        await summary(page, fault);
        await absent(page.getByRole('button', { name: /^Remove/ }));
      }
      await look.at(page, 'form-documents-refused');
      await input.setInputFiles(brief);
      await proceed(page);
      await summary(page, /Please confirm/);
      await page.getByRole('button', { name: `Remove ${brief.name}` }).click();
      await absent(page.getByRole('button', { name: /^Remove/ }));
    });

    await step('two people change one request: one wins, the other sees what changed and keeps the text', async () => {
      const title = 'Thermostats of the office';
      await askForQuote(page, mouse, title);
      const first = await browser.actor(tom);
      const second = await browser.actor(nadia);
      await first.getByRole('link', { name: title }).click();
      await heading(first, title);
      const bench = first.url();
      const decline = `${bench}/moves/refuse`;
      await second.goto(decline);
      await second.getByRole('textbox').first().fill(reason);
      await first.getByRole('button', { name: 'Take on' }).click();
      await shown(first.getByText('In progress'));
      const [answer] = await Promise.all([second.waitForResponse((one) => one.request().method() === 'POST'),
        second.locator('main form button.button').first().click()]);
      assert.equal(answer.status(), 409);
      assert.equal(await second.getByRole('textbox').first().inputValue(), reason);
      await shown(second.getByText(tom.name));
      await look.at(second, 'move-conflict');
      await second.locator('main form button.button').first().click();
      await heading(second, title);
      await shown(second.getByText(/Refusée|Declined/));
      // From here the move is no longer allowed, and the history stays as it is.
      const again = new FormData();
      again.set('reason', reason);
      const late = await request(first, decline, { method: 'POST', body: again });
      assert.ok([404, 409].includes(late.status), `a move from the wrong status: ${late.status}`);
      await first.context().close();
      await second.context().close();
    });

    await step('a move that is not for this person is refused: 403 or 404', async () => {
      await page.goto('/portal/requests?state=closed');
      await page.getByRole('link', { name: 'Thermostats of the office' }).click();
      await absent(page.getByRole('link', { name: /Withdraw/ }));
      const move = await request(page, `${page.url()}/moves/take`, { form: { seen: '1' } });
      assert.ok([403, 404, 409].includes(move.status), `${move.status}`);
      const bench = await request(page, page.url().replace('/portal/requests/', '/portal/team/requests/'));
      assert.ok([403, 404].includes(bench.status), `${bench.status}`);
    });

    await step('an open request is withdrawn on a page whose button says so', async () => {
      const title = 'Air curtain of the dock';
      await askForQuote(page, mouse, title);
      await page.getByRole('link', { name: 'Follow the request' }).click();
      await page.getByRole('link', { name: /^Withdraw/ }).click();
      await heading(page, 'Withdraw');
      await look.at(page, 'withdraw');
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await shown(page.getByText('Withdrawn'));
      await look.at(page, 'request-withdrawn');
    });

    await step('a form from another site is refused', async () => {
      const foreign = await request(page, '/portal/sign-out', { form: {}, headers: { origin: 'https://evil.example',
        cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ') } });
      assert.equal(foreign.status, 403);
      await page.goto('/portal');
      await heading(page, 'Hello Claire');
    });
    await page.context().close();
  });
}
