// Chromium, and one browser context for each person who takes part.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const programs = [process.env.PORTAL_TEST_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 360, height: 740 };

export async function openBrowser(server) {
  const executablePath = programs.find((program) => program && existsSync(program));
  if (!executablePath) throw new Error('no Chromium: name one in PORTAL_TEST_CHROMIUM');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  return new Browser(browser, server);
}

export class Browser {
  /** What no page may do: break the content security policy, throw, ask another origin, lack a file. */
  troubles = [];
  /** Paths of the pages that were shown, ids replaced. */
  visited = new Set();
  #contexts = new Set();

  /** `also`: further origins that pages may ask, such as a provider's. */
  constructor(chromium, server, also = []) {
    Object.assign(this, { chromium, server, also });
  }

  /** A browser of one's own: no cookies yet. `options` as for Playwright, such as `javaScriptEnabled: false`. */
  async guest(name, options = {}) {
    const context = await this.chromium.newContext({
      baseURL: this.server.base, locale: 'en-GB', timezoneId: 'Europe/Paris', viewport: wide, ...options,
    });
    this.#contexts.add(context);
    context.setDefaultTimeout(10_000);
    context.on('page', (page) => this.#watch(page, name));
    const page = await context.newPage();
    page.person = name;
    page.scripted = options.javaScriptEnabled !== false;
    return page;
  }

  /** A person who signed in through the form. */
  async actor(person, options = {}) {
    const page = await this.guest(person.name, options);
    await page.goto('/portal');
    await signIn(page, person);
    return page;
  }

  pages() {
    return [...this.#contexts].flatMap((context) => context.pages());
  }

  async close() {
    await this.chromium.close();
  }

  #watch(page, name) {
    const trouble = (what) => this.troubles.push(`${name} at ${page.url()}: ${what}`);
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) trouble(message.text());
    });
    page.on('pageerror', (error) => trouble(`a script failed: ${error.message}`));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && ![this.server.base, ...this.also].includes(origin)) trouble(`asked another origin: ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !response.request().isNavigationRequest()) {
        trouble(`${response.status()} for ${response.url()}`);
      }
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url().startsWith('http')) this.visited.add(route(frame.url()));
    });
  }
}

/** Fills the form of the sign-in page, as the person would. */
export async function signIn(page, person) {
  await page.getByLabel(/e-?mail/i).fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A request of one's own making in the person's session, as with the browser's developer tools. */
export async function request(page, url, { form, ...options } = {}) {
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const address = new URL(url, page.url());
  const answer = await fetch(address, {
    redirect: 'manual',
    headers: { cookie: cookies, origin: address.origin },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    ...options,
  });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

/** The path of an address with ids and public references replaced. */
export function route(url) {
  return new URL(url).pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, ':id')
    .replace(/[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, ':reference');
}
