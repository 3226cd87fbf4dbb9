// People sign in with a provider of OpenID Connect, a real one on the loopback: linked by an invitation, unknown, saying no,
// disabled, signing out there too.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Browser, signIn } from '../lib/browser.mjs';
import { absent, assert, heading, shown } from '../lib/expect.mjs';
import { button, openMailbox } from '../lib/mail.mjs';
import { aline, claire, tom } from '../lib/people.mjs';
import { freePort, start, stop, until } from '../lib/process.mjs';
import { Server, freshDatabase } from '../lib/server.mjs';

const karim = 'karim@alpha.example';

export default async function provider({ suite, database, look, browser }) {
  const folder = `${browser.server.folder}/provider`;
  mkdirSync(folder, { recursive: true });
  const [port, own] = [await freePort(), await freePort()];
  const issuer = `http://127.0.0.1:${port}`;
  const portal = `http://127.0.0.1:${own}/portal`;
  const peer = await openProvider(port, portal);
  const mails = await openMailbox(`${folder}/mails`);
  const store = freshDatabase(database.away ? 'postgres' : 'sqlite', folder, '_provider');
  const server = await Server.open({
    folder, database: store, smtp: mails.url, port: own,
    settings: {
      PORTAL_OIDC_ISSUER: issuer,
      PORTAL_OIDC_CLIENT_ID: 'portal',
      PORTAL_OIDC_CLIENT_SECRET: 'a-secret-of-the-browser-tests',
      PORTAL_OIDC_LABEL: 'Novaterm ID',
    },
  });
  const people = new Browser(browser.chromium, server, [issuer]);
  try {
    await suite.scenario('People sign in with a provider', async (step) => {
      await step('somebody whom nobody here knows is told what to do', async () => {
        const guest = await people.guest('somebody');
        await guest.goto('/portal/requests');
        await look.at(guest, 'sign-in-with-provider');
        await throughProvider(guest, 'somebody');
        await heading(guest, 'We do not know this account yet');
        await shown(guest.getByText('somebody@people.example'));
        await look.at(guest, 'provider-unknown');
        await guest.context().close();
      });

      await step('who says no there comes back to a page that says so', async () => {
        const guest = await people.guest('somebody who says no');
        await guest.goto('/portal/sign-in');
        await guest.getByRole('link', { name: 'Sign in with Novaterm ID' }).click();
        await guest.getByRole('button', { name: 'Say no' }).click();
        await heading(guest, 'Novaterm ID did not let you through');
        await look.at(guest, 'provider-denied');
        await guest.getByRole('link', { name: 'Other ways to sign in' }).click();
        await heading(guest, /Sign in/);
        await guest.context().close();
      });

      const page = await step('an invitation is accepted with the provider, and one is in', async () => {
        const administrator = await people.actor(aline);
        await administrator.goto('/portal/people/invite');
        await administrator.locator('#name').fill('Karim Benali');
        await administrator.locator('#email').fill(karim);
        await administrator.locator('input[name=role][value=client_user]').check();
        await administrator.locator('main form button').first().click();
        await administrator.waitForURL(/people(\?|$)/);
        await administrator.context().close();
        const invited = await people.guest('Karim');
        await invited.goto(button(await mails.next(karim)));
        await look.at(invited, 'invitation-with-provider');
        await throughProvider(invited, 'karim');
        await heading(invited, /Karim/);
        await invited.goto('/portal/account');
        await shown(invited.getByText(karim));
        return invited;
      });

      await step('signing out here says that the provider goes on, and ends it there too', async () => {
        await page.goto('/portal');
        await page.getByText('Karim Benali').first().click();
        await page.getByRole('button', { name: /Sign out|déconnecter/ }).click();
        await heading(page, /You are signed out|Vous êtes déconnecté/);
        await look.at(page, 'signed-out-of-portal');
        await page.getByRole('link', { name: /Novaterm ID/ }).click();
        await page.getByRole('button', { name: 'Yes' }).click();
        await page.waitForURL(`${portal}/sign-in`);
        await page.goto('/portal/requests');
        await heading(page, /Sign in|Connexion/);
      });

      await step('the next sign-in finds the same account, and the page that was wanted', async () => {
        await throughProvider(page, 'karim');
        await page.waitForURL(`${portal}/requests`);
        await page.context().close();
      });

      await step('Claire connects the provider on the page of her account', async () => {
        const her = await people.actor(claire);
        await her.goto('/portal/account/connections');
        await look.at(her, 'connections-none');
        await her.getByRole('link', { name: 'Connect Novaterm ID' }).click();
        await atProvider(her, 'claire');
        await heading(her, 'Other ways to sign in');
        await shown(her.getByRole('button', { name: /Disconnect/ }));
        await look.at(her, 'connections-one');
        await her.context().close();
        const again = await people.guest('Claire again');
        await again.goto('/portal/sign-in');
        await throughProvider(again, 'claire');
        await heading(again, `Hello ${claire.name.split(' ')[0]}`);
        await again.context().close();
      });

      await step('a disabled account does not come in, and its page says no more than that of a stranger', async () => {
        disable(store.url, claire.email);
        const her = await people.guest('Claire, disabled');
        await her.goto('/portal/sign-in');
        await throughProvider(her, 'claire');
        await heading(her, 'We do not know this account yet');
        await absent(her.getByText(claire.name));
        await her.context().close();
      });

      await step('a provider that is away is said, and a password still opens', async () => {
        await stop(peer, 'SIGKILL');
        await server.stop();
        await server.start();
        const his = await people.guest('Tom, with the provider away');
        await his.goto('/portal/sign-in');
        await his.getByRole('link', { name: 'Sign in with Novaterm ID' }).click();
        await heading(his, 'We cannot reach Novaterm ID right now');
        await look.at(his, 'provider-unreachable');
        await his.getByRole('link', { name: 'Other ways to sign in' }).click();
        await signIn(his, tom);
        await heading(his, 'Queue');
        await his.context().close();
      });
      assert.deepEqual(people.troubles, []);
    });
  } finally {
    await server.stop();
    await stop(mails.peer);
    await stop(peer, 'SIGKILL');
    store.drop();
  }
}

async function openProvider(port, portal) {
  const said = [];
  const script = fileURLToPath(new URL('../lib/provider.mjs', import.meta.url));
  const peer = start(process.execPath, [script, String(port), portal], { env: process.env, onLine: (line) => said.push(line) });
  await Promise.race([
    until('the provider', () => said.includes('ready')),
    peer.ended.then(() => { throw new Error(`the provider ended: ${said.join('\n')}`); }),
  ]);
  return peer;
}

/** From a page with the provider's button to where it leads in the end. */
async function throughProvider(page, who) {
  await page.getByRole('link', { name: /Novaterm ID/ }).click();
  await atProvider(page, who);
}

/** The provider asks who it is; one that knows the browser does not ask again. */
async function atProvider(page, who) {
  await page.getByLabel('Who are you?').fill(who);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** In the database, since it is the way in that is looked at here and not the team's page. */
function disable(url, email) {
  const sql = `update portal_account set state = 'disabled' where email_key = '${email}'`;
  if (url.startsWith('postgres')) execFileSync('psql', [url, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  else execFileSync(process.env.PORTAL_TEST_PYTHON ?? 'python3', ['-c',
    `import sqlite3; db = sqlite3.connect(${JSON.stringify(url.replace('sqlite://', ''))}, timeout=9); db.execute(${JSON.stringify(sql)}); db.commit()`]);
}
