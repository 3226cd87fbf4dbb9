// Two-step sign-in: turned on with an app, asked for at the next sign-in, passed with a recovery code, turned off again.

import { absent, assert, heading, shown, summary } from '../lib/expect.mjs';
import { signIn } from '../lib/browser.mjs';
import { bruno } from '../lib/people.mjs';
import { code } from '../lib/totp.mjs';

export default async function secondFactor({ suite, browser, look, mails }) {
  await suite.scenario('Two-step sign-in', async (step) => {
    const page = await browser.actor(bruno);
    const typed = async (what) => {
      await page.getByLabel('Code', { exact: true }).fill(what);
      await page.locator('main form .button:not(.quiet)').first().click();
    };
    let secret;
    let codes;

    await step('the account offers it, and shows a picture and a key to type', async () => {
      await page.goto('/portal/account');
      await page.getByRole('link', { name: 'Turn on two-step sign-in' }).click();
      await heading(page, /Turn on two-step sign-in/);
      await shown(page.getByRole('img', { name: /Picture for your authenticator app/ }));
      secret = await page.locator('main code').innerText();
      assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
      const address = await page.getByRole('link', { name: /Open it here/ }).getAttribute('href');
      assert.ok(address.startsWith('otpauth://totp/') && address.includes(secret.replaceAll(' ', '')), address);
      await look.at(page, 'second-factor');
    });

    await step('a wrong code keeps the key', async () => {
      await typed('12345');
      await summary(page, /not the code of this key/);
      assert.equal(await page.locator('main code').innerText(), secret);
    });

    await step('the right one turns it on and shows ten recovery codes, this once', async () => {
      await typed(code(secret));
      await heading(page, /Keep your recovery codes/);
      codes = (await page.locator('main pre').innerText()).trim().split('\n');
      assert.equal(new Set(codes).size, 10);
      await look.at(page, 'recovery-codes');
      await page.getByRole('link', { name: 'I have kept them' }).click();
      await shown(page.getByText('10 recovery codes are left.'));
      await look.at(page, 'account-second-factor');
      await mails.next(bruno.email, /Two-step sign-in is on/);
    });

    await step('the next sign-in asks for a code, and opens nothing before', async () => {
      await page.context().clearCookies();
      await page.goto('/portal/documents');
      await signIn(page, bruno);
      await heading(page, /Your code, please/);
      await look.at(page, 'second-step');
      await typed('12345');
      await summary(page, /wrong, or was used already/);
      await page.goto('/portal/documents');
      await heading(page, /Sign in/);
    });

    await step('the code of the app opens the page one wanted', async () => {
      await signIn(page, bruno);
      await typed(code(secret, 1));
      await heading(page, /Documents/);
    });

    await step('a recovery code does without the app and without scripts, once', async () => {
      const plain = await browser.guest('Bruno without scripts', { javaScriptEnabled: false });
      for (const [given, next] of [[codes[0], /Bruno/], [codes[0].toLowerCase(), null]]) {
        await plain.goto('/portal/sign-in');
        await signIn(plain, bruno);
        await plain.getByLabel('Code', { exact: true }).fill(given);
        await plain.getByRole('button', { name: 'Sign in', exact: true }).click();
        if (next) await shown(plain.getByText(next));
        else await summary(plain, /wrong, or was used already/);
        await plain.context().clearCookies();
      }
      await plain.context().close();
    });

    await step('it is turned off again', async () => {
      await page.goto('/portal/account');
      await shown(page.getByText('9 recovery codes are left.'));
      await page.getByRole('link', { name: 'Turn off two-step sign-in' }).click();
      await page.getByRole('button', { name: 'Turn it off' }).click();
      await shown(page.getByText('Two-step sign-in is off.'));
      await page.context().clearCookies();
      await page.goto('/portal/documents');
      await signIn(page, bruno);
      await heading(page, /Documents/);
      await absent(page.getByText('Your code, please'));
    });
    await page.context().close();
  });
}
