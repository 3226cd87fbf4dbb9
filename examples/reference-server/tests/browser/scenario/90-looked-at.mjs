// Every page that somebody came to in these tests was looked at closely, in at least one state.

import { assert } from '../lib/expect.mjs';

export default async function lookedAt({ suite, browser, look, whole }) {
  if (!whole) return;
  await suite.scenario('Nothing was passed over', async (step) => {
    await step(`each of ${browser.visited.size} addresses was looked at, in ${look.states.size} states`, async () => {
      const missed = [...browser.visited].filter((route) => !look.routes.has(route));
      assert.deepEqual(missed, []);
    });
  });
}
