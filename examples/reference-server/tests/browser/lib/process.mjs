// Child processes and ports: started here, ended by process id, whatever happens.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const running = new Set();

/** Starts a program; what it prints goes to `onLine`, line by line. */
export function start(program, args, { env, onLine }) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  child.ended.then(() => running.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
  }
  return child;
}

/** Asks a child to end, by force after ten seconds; tells how it ended. */
export async function stop(child, signal = 'SIGINT') {
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  const end = await child.ended;
  clearTimeout(force);
  return end;
}

process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A port on the loopback that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until `question` answers something truthy; else an error that says what was awaited. */
export async function until(what, question, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await pause(100);
  }
}
