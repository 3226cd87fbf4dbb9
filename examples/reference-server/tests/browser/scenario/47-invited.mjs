// Being invited, on a phone: from the letter to the first request within six screens,
// a guest who is shown one request, a forgotten password.

import { absent, assert, heading, shown } from '../lib/expect.mjs';
import { narrow } from '../lib/browser.mjs';
import { aline } from '../lib/people.mjs';
import { button } from '../lib/mail.mjs';

const password = 'seven green umbrellas';
const most = 6;

export default async function invited({ suite, browser, look, mails }) {
  await suite.scenario('Being invited', async (step) => {
    const administrator = await browser.actor(aline);
    const phone = await browser.guest('somebody who is invited');
    const screens = [];
    const screen = async (text, name) => {
      await heading(phone, text);
      screens.push(name);
      await look.at(phone, `invited-${name}`);
      await phone.setViewportSize(narrow);
    };

    await step('the administrator invites a colleague, and sees that they have not answered', async () => {
      await administrator.goto('/portal/people');
      await administrator.getByRole('link', { name: 'Inviter quelqu’un' }).click();
      await fill(administrator, { name: 'Karim Benali', email: 'karim@alpha.example', role: 'Demandeur' });
      await shown(administrator.getByText('karim@alpha.example'));
      await look.at(administrator, 'people-invited');
    });

    await step(`from the letter to the first request takes no more than ${most} screens`, async () => {
      const letter = await mails.next('karim@alpha.example', /invites you/);
      await phone.setViewportSize(narrow);
      await phone.goto(button(letter));
      await screen(/Welcome/, 'activate');
      await phone.getByLabel('New password').fill(password);
      await phone.getByRole('button', { name: 'Accept and continue' }).click();
      await screen(/Hello Karim|Karim/, 'first-dashboard');
      await phone.getByRole('link', { name: /New request/ }).first().click();
      await screen(/What do you need|New request|What/, 'choose');
      await phone.getByRole('button', { name: /Ask a question/ }).click();
      await screen(/Ask a question/, 'form');
      await phone.getByLabel('Subject').fill('Noise of the outdoor unit');
      await phone.getByLabel('Your question').fill('It hums at night. Is that as it should be?');
      await phone.getByRole('button', { name: 'Save and continue' }).click();
      await screen(/Check/, 'check');
      await phone.getByRole('button', { name: /Send/ }).click();
      await screen(/sent|received|Thank/i, 'receipt');
      assert.ok(screens.length <= most, `${screens.length} screens: ${screens.join(', ')}`);
      await mails.next('karim@alpha.example', /SUP-|Noise/);
    });

    await step('the link is spent, and says what to do', async () => {
      const letter = mails.all('karim@alpha.example').find((mail) => /invites you/.test(mail.subject));
      const other = await browser.guest('somebody who finds the letter');
      await other.goto(button(letter));
      await heading(other, /no longer valid/i);
      await look.at(other, 'invitation-spent');
      await other.context().close();
    });

    await step('a request is shown to an expert from outside, who sees nothing else', async () => {
      await administrator.goto('/portal/requests');
      await administrator.getByRole('link', { name: /Noise of the outdoor unit/ }).first().click();
      await administrator.getByRole('link', { name: 'Qui d’autre voit cette demande' }).click();
      await heading(administrator, /Invités sur cette demande/);
      await look.at(administrator, 'guests-nobody');
      await administrator.getByRole('link', { name: 'Inviter quelqu’un' }).click();
      await look.at(administrator, 'invite-guest');
      await fill(administrator, { name: 'Eve Laurent', email: 'eve@expert.example', role: /Demandeur/, language: 'English' });
      await shown(administrator.getByText('eve@expert.example'));
      const expert = await browser.guest('an expert from outside');
      await expert.goto(button(await mails.next('eve@expert.example', /shows you a request/)));
      await shown(expert.getByText(/Noise of the outdoor unit/));
      await look.at(expert, 'guest-activate');
      await expert.getByLabel('New password').fill(password);
      await expert.getByRole('button', { name: 'Accept and continue' }).click();
      await heading(expert, /Noise of the outdoor unit/);
      await look.at(expert, 'guest-request');
      await expert.goto('/portal');
      await shown(expert.getByText(/Noise of the outdoor unit/));
      await absent(expert.getByRole('link', { name: /New request/ }));
      await look.at(expert, 'guest-dashboard');
      await administrator.reload();
      await shown(administrator.getByText('Eve Laurent'));
      await look.at(administrator, 'guests');
      await expert.context().close();
    });

    await step('whoever forgot their password gets a letter, and is in with a new one', async () => {
      await phone.context().clearCookies();
      await phone.goto('/portal/sign-in');
      await phone.getByRole('link', { name: /Forgot/ }).click();
      await look.at(phone, 'forgot');
      await phone.getByLabel(/e-?mail/i).fill('karim@alpha.example');
      await phone.locator('main form .button').first().click();
      await look.at(phone, 'forgot-asked');
      await phone.goto(button(await mails.next('karim@alpha.example', /new password/)));
      await look.at(phone, 'reset');
      await phone.getByLabel(/password/i).first().fill('eight yellow umbrellas');
      await phone.locator('main form .button').first().click();
      await heading(phone, /Karim/);
    });
    await administrator.context().close();
    await phone.context().close();
  });
}

async function fill(page, { name, email, role, language }) {
  await page.getByLabel('Nom', { exact: true }).fill(name);
  await page.getByLabel(/mail/i).first().fill(email);
  await page.getByRole('radio', { name: role }).check();
  await page.getByRole('radio', { name: language ?? 'English' }).check();
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click();
}
