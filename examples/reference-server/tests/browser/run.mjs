// Walks through the portal in Chromium: the reference server, a fresh database, a real SMTP peer.
//
// usage: node run.mjs [--database sqlite|postgres] [--only NAME] [--readme]
//
//   --readme   also writes the README's screenshots to docs/images
//
// PORTAL_BIN (default target/debug/portal), PORTAL_TEST_POSTGRES (for postgres), PORTAL_TEST_CHROMIUM,
// PORTAL_TEST_PYTHON (a Python with aiosmtpd).

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBrowser } from './lib/browser.mjs';
import { Look } from './lib/look.mjs';
import { openMailbox } from './lib/mail.mjs';
import { stop } from './lib/process.mjs';
import { Server, freshDatabase } from './lib/server.mjs';
import { Suite } from './lib/suite.mjs';

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    only: { type: 'string', default: '' },
    readme: { type: 'boolean', default: false },
  },
});
if (!['sqlite', 'postgres'].includes(options.database)) throw new Error('--database takes sqlite or postgres');
process.chdir(fileURLToPath(new URL('../../../../', import.meta.url)));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const target = process.env.CARGO_TARGET_DIR ?? 'target';
const shots = `${target}/screenshots/${options.database}`;
rmSync(shots, { recursive: true, force: true });
mkdirSync(`${shots}/failures`, { recursive: true });

const folder = mkdtempSync(`${tmpdir()}/portal-browser-`);
const suite = new Suite();
const closing = [() => rmSync(folder, { recursive: true, force: true })];
const open = async (thing, close) => {
  const opened = await thing;
  closing.push(() => close(opened));
  return opened;
};

try {
  const database = await open(freshDatabase(options.database, folder), (one) => one.drop());
  const mails = await open(openMailbox(`${folder}/mails`), (one) => stop(one.peer));
  const server = await open(Server.open({ folder, database, smtp: mails.url }), (one) => one.stop());
  const browser = await open(openBrowser(server), (one) => one.close());
  const look = new Look(shots);
  console.log(`${server.base} on ${options.database}, Chromium ${browser.chromium.version()}`);

  suite.afterEach(() => {
    const troubles = browser.troubles.splice(0);
    if (troubles.length) throw new Error(troubles.join('\n'));
  });
  suite.onFailure = async (title) => {
    const name = title.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80);
    browser.troubles.length = 0;
    for (const [place, page] of browser.pages().entries()) {
      console.log(`        ${page.person ?? 'somebody'} is at ${page.url()}`);
      await look.shot(page, `failures/${name}-${place}`).catch(() => {});
    }
    console.log(server.lines.slice(-12).map((line) => `        server: ${line}`).join('\n'));
  };

  const world = { suite, database, mails, server, browser, look, readme: options.readme, whole: options.only === '' };
  const scenarios = readdirSync(new URL('scenario/', import.meta.url)).filter((name) => name.endsWith('.mjs')).sort();
  for (const name of scenarios.filter((one) => one.includes(options.only))) {
    const { default: scenario } = await import(`./scenario/${name}`);
    await scenario(world);
  }
} catch (error) {
  suite.failed += 1;
  console.log(error.stack ?? String(error));
} finally {
  for (const close of closing.reverse()) await close();
}
process.exitCode = suite.close() ? 0 : 1;
