// The mailbox of every person: what the SMTP peer received.

import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, start, until } from './process.mjs';

export async function openMailbox(folder) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const said = [];
  const script = fileURLToPath(new URL('./smtp_peer.py', import.meta.url));
  const python = process.env.PORTAL_TEST_PYTHON ?? 'python3';
  const peer = start(python, [script, String(port), folder], { env: process.env, onLine: (line) => said.push(line) });
  await Promise.race([
    until('the SMTP peer', () => said.includes('ready')),
    peer.ended.then(() => { throw new Error(`the SMTP peer ended: ${said.join('\n')}`); }),
  ]);
  return new Mailbox(folder, `smtp://127.0.0.1:${port}`, peer);
}

export class Mailbox {
  #read = new Set();

  constructor(folder, url, peer) {
    Object.assign(this, { folder, url, peer });
  }

  /** All mails to an address, in the order in which they came. */
  all(address) {
    return readdirSync(this.folder).filter((name) => name.endsWith('.json')).sort()
      .map((name) => ({ name, ...JSON.parse(readFileSync(`${this.folder}/${name}`, 'utf8')) }))
      .filter((mail) => !address || mail.to.includes(address));
  }

  unread(address) {
    return this.all(address).filter((mail) => !this.#read.has(mail.name));
  }

  /** The next unread mail to an address. The portal's worker has twenty seconds to send it. */
  async next(address, subject = /./) {
    const mail = await until(`a mail to ${address} about ${subject}`,
      () => this.unread(address).find((one) => subject.test(one.subject))).catch((error) => {
      const subjects = this.unread(address).map((one) => one.subject);
      throw new Error(`${error.message}; unread: ${subjects.join(', ') || 'none'}`);
    });
    this.#read.add(mail.name);
    return mail;
  }
}

/** The one button of a mail: where it leads. The text part must lead to the same place. */
export function button(mail) {
  const links = [...mail.html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)].map((match) => plain(match[1]));
  const web = [...new Set(links.filter((link) => /^https?:/.test(link)))];
  if (web.length !== 1) throw new Error(`"${mail.subject}" has ${web.length} buttons: ${web.join(' ')}`);
  if (!mail.text.includes(web[0])) throw new Error(`The text of "${mail.subject}" lacks ${web[0]}`);
  return web[0];
}

const plain = (text) => text.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll('&amp;', '&');
