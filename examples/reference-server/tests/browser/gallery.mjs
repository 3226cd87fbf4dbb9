// Looks at every page in every state and language, as portal-axum's gallery shows them from its samples.
//
// usage: node gallery.mjs [--only TEXT]
//
// PORTAL_GALLERY (default target/debug/examples/gallery), PORTAL_TEST_CHROMIUM.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { Look } from './lib/look.mjs';
import { freePort, start, stop, until } from './lib/process.mjs';
import { Suite } from './lib/suite.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
process.chdir(fileURLToPath(new URL('../../../../', import.meta.url)));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const target = process.env.CARGO_TARGET_DIR ?? 'target';
const address = `127.0.0.1:${await freePort()}`;
const base = `http://${address}`;
const program = resolve(process.env.PORTAL_GALLERY ?? `${target}/debug/examples/gallery`);
const server = start(program, [address], { env: process.env, onLine: console.log });
await until('the gallery', () => fetch(base).then((answer) => answer.ok, () => false));
const browser = await openBrowser({ base });
const suite = new Suite();
const look = new Look(`${target}/screenshots/gallery`);
suite.afterEach(() => {
  const troubles = browser.troubles.splice(0);
  if (troubles.length) throw new Error(troubles.join('\n'));
});

const page = await browser.guest('the gallery');
await page.goto('/');
const samples = await page.getByRole('link').evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
for (const [name, href] of samples.filter(([name]) => name.includes(options.only)).sort()) {
  await suite.scenario(name, (step) => step('looked at', async () => {
    await page.goto(href);
    await look.at(page, name.replace(/[^a-z0-9]+/gi, '-'));
  }));
}
await browser.close();
await stop(server);
process.exitCode = suite.close() ? 0 : 1;
