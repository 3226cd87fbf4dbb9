// A close look at one page in one state: axe-core in light and dark, no sideways scrolling, the frame of every page,
// and pictures at phone and desktop width.

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { narrow, route, wide } from './browser.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Longest picture, in px. */
const longest = 6_000;
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class Look {
  /** Paths that were looked at, ids replaced. */
  routes = new Set();
  states = new Set();

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** All checks on the page as it stands. `name` names the page and its state, `dashboard-empty`. */
  async at(page, name) {
    this.routes.add(route(page.url()));
    this.states.add(name);
    await frame(page, name);
    await noSideScroll(page, name);
    for (const [size, label] of [[narrow, '360'], [wide, '1440']]) {
      await page.setViewportSize(size);
      await axe(page, `${name} at ${label} px`);
      await this.shot(page, `${name}-${label}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await axe(page, `${name} in the dark`, ['color-contrast', 'link-in-text-block']);
    await page.emulateMedia({ colorScheme: null });
  }

  /** A picture for the README, as wide as a page of text needs. */
  async readme(page, name) {
    await page.setViewportSize({ width: 1200, height: 900 });
    mkdirSync('docs/images', { recursive: true });
    await page.screenshot({ path: `docs/images/${name}.png`, animations: 'disabled' });
    await page.setViewportSize(wide);
  }

  async shot(page, name) {
    // The API's page is as long as a book: its beginning shows how it looks.
    const clip = { x: 0, y: 0, width: page.viewportSize().width, height: longest };
    await page.screenshot({
      path: `${this.folder}/${name}.png`, fullPage: true, clip, animations: 'disabled', timeout: 60_000,
    });
  }
}

/** What every page has: a language, one h1, a title that names the page first, a main landmark, a way past the head. */
async function frame(page, name) {
  const [language, title, headings, mains] = await Promise.all([
    page.locator('html').getAttribute('lang'), page.title(), page.locator('h1').count(), page.locator('main').count(),
  ]);
  const faults = [];
  if (!language) faults.push('no language');
  if (!/\S/.test(title)) faults.push('no title');
  if (headings !== 1) faults.push(`${headings} h1`);
  if (mains !== 1) faults.push(`${mains} main`);
  if (await page.locator('body a[href^="#"]').count() === 0) faults.push('no skip link');
  if (faults.length) throw new Error(`${name} (${page.url()}): ${faults.join(', ')}`);
}

/** Nothing scrolls sideways, down to 320 px (WCAG 1.4.10). */
export async function noSideScroll(page, name) {
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 640 });
    const wider = await evaluate(page, `(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return '';
      const guilty = [...document.querySelectorAll('body *')].filter((e) =>
        e.scrollWidth > room || e.getBoundingClientRect().right > room + 1);
      return document.documentElement.scrollWidth + ' px: ' + guilty.slice(-3).map((e) => e.outerHTML.slice(0, 120)).join(' ');
    })()`);
    if (wider) throw new Error(`${name} scrolls sideways at ${width} px, ${wider}`);
  }
  await page.setViewportSize(wide);
}

/** No violation that axe-core can find. */
export async function axe(page, name, only) {
  const rules = only ? { type: 'rule', values: only } : { type: 'tag', values: tags };
  const options = { runOnly: rules, rules: only ? {} : { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
  const result = await evaluate(page, `${axeSource};
    axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes }) => ({ passes: passes.length,
      faults: violations.map((v) => v.id + ': ' + v.help + v.nodes.slice(0, 3).map((n) =>
        '\\n    ' + n.html.slice(0, 200) + '\\n    ' + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message)).join('')) }))`);
  if (result.passes === 0) throw new Error(`axe found nothing to check on ${name}`);
  if (result.faults.length) throw new Error(`axe on ${name} (${page.url()}):\n  ${result.faults.join('\n  ')}`);
}

/**
 * Evaluates over the debugger's protocol, which the page's strict content security policy does not concern. Where the
 * person has scripts off, they are on for this alone: the page's own have not run when it was loaded.
 */
async function evaluate(page, expression) {
  page.debugger ??= await page.context().newCDPSession(page); // kept: closing it would leave scripts on
  const session = page.debugger;
  const scripts = (on) => (page.scripted ? undefined : session.send('Emulation.setScriptExecutionDisabled', { value: !on }));
  try {
    await scripts(true);
    const { result, exceptionDetails } = await session.send('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  } finally {
    await scripts(false);
  }
}
