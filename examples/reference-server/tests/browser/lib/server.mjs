// The reference server under test, on a free loopback port, and its database.

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { freePort, start, stop, until } from './process.mjs';

/** A fresh database: a file that the server makes itself, or an own database in the Postgres under test. */
export function freshDatabase(kind, folder, which = '') {
  if (kind === 'sqlite') return { url: `sqlite://${folder}/portal.sqlite3`, drop() {}, away: null, back: null };
  const admin = process.env.PORTAL_TEST_POSTGRES;
  if (!admin) throw new Error('PORTAL_TEST_POSTGRES is not set: the admin URL of a Postgres for tests');
  const name = `portal_browser${which}_${process.pid}`;
  const sql = (...statements) => execFileSync('psql', [admin, '-qAtX', '-v', 'ON_ERROR_STOP=1',
    ...statements.flatMap((statement) => ['-c', statement])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
  sql(`drop database if exists ${name} with (force)`, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => sql(`drop database if exists ${name} with (force)`),
    away: () => sql(`alter database ${name} with allow_connections false`, end),
    back: () => sql(`alter database ${name} with allow_connections true`),
  };
}

export class Server {
  /**
   * `folder` keeps its data and its log. Without `smtp` the server keeps its mails for its mailbox page, without
   * `business` or a folder of `definitions` it has the business that it begins with. It begins empty, unless its past is
   * to be `played`. `settings`: further variables of its environment.
   */
  constructor({ folder, database, smtp, business, definitions, played, port, settings = {} }) {
    const base = `http://127.0.0.1:${port}`;
    Object.assign(this, { folder, database, smtp, business, definitions, played, port, settings, base, portal: `${base}/portal`, lines: [] });
    mkdirSync(folder, { recursive: true });
  }

  static async open(options) {
    const server = new Server({ port: await freePort(), ...options });
    await server.start();
    return server;
  }

  async start() {
    const program = resolve(process.env.PORTAL_BIN ?? 'target/debug/portal');
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      RUST_BACKTRACE: '1',
      PORTAL_LISTEN: `127.0.0.1:${this.port}`,
      PORTAL_BASE_URL: this.portal,
      PORTAL_DATA: `${this.folder}/data`,
      DATABASE_URL: this.database.url,
      PORTAL_SUBMITS_PER_MINUTE: '0',
      PORTAL_UPLOADS_PER_MINUTE: '0',
      PORTAL_SEARCHES_PER_MINUTE: '0',
      ...(!this.played && { PORTAL_NO_PLAY: 'true' }),
      ...(this.smtp && { SMTP_URL: this.smtp }),
      ...(this.definitions && { PORTAL_DEFINITIONS: this.definitions }),
      ...this.settings,
    };
    this.lines = [];
    this.child = start(program, ['serve', ...(this.business ? ['--business', this.business] : [])], { env, onLine: (line) => this.#heard(line) });
    try {
      await Promise.race([
        until('the server to be ready', () => this.ready(), 180),
        this.child.ended.then(({ code, error }) => {
          throw new Error(`the server ended (${error ?? code})`);
        }),
      ]);
    } catch (error) {
      await this.stop();
      throw new Error(`${error.message}:\n${this.lines.slice(-20).join('\n')}`);
    }
  }

  async ready() {
    try {
      return (await fetch(`${this.base}/readyz`)).ok;
    } catch {
      return false; // not listening yet
    }
  }

  /** Ctrl-C. */
  stop() {
    return stop(this.child, 'SIGINT');
  }

  #heard(line) {
    const plain = line.replace(/\x1b\[[0-9;]*m/g, '');
    this.lines.push(plain);
    appendFileSync(`${this.folder}/server.log`, `${plain}\n`);
  }
}
