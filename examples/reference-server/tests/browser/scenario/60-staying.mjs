// What stays: sessions and data over a restart, and the portal itself when its database goes away.

import { assert, heading, shown, status } from '../lib/expect.mjs';
import { claire } from '../lib/people.mjs';
import { until } from '../lib/process.mjs';

export default async function staying({ suite, browser, server, database, look }) {
  await suite.scenario('Staying', async (step) => {
    const page = await browser.actor(claire);
    await heading(page, 'Hello Claire');

    await step('Ctrl-C ends the server cleanly; after a start the session and the data are there', async () => {
      const end = await server.stop();
      assert.deepEqual(end, { code: 0, signal: null });
      await server.start();
      await page.goto('/portal');
      await heading(page, 'Hello Claire');
    });

    if (!database.away) {
      await page.context().close();
      return;
    }
    await step('without its database it says so within five seconds, and comes back by itself', async () => {
      database.away();
      const began = Date.now();
      const answer = await page.goto('/portal');
      assert.equal(answer.status(), 503);
      assert.ok(Number(answer.headers()['retry-after']) > 0, 'Retry-After');
      assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
      await heading(page, 'The portal is not available right now');
      await look.at(page, 'unavailable');
      assert.equal((await fetch(`${server.base}/healthz`)).status, 200);
      assert.equal(await server.ready(), false);
      database.back();
      await until('the portal to be back', async () => await status(page, '/portal') === 200);
      await shown(page.getByText('Hello Claire'));
    });
    await page.context().close();
  });
}
