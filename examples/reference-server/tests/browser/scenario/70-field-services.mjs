// A client of a field service reports a breakdown and chooses when the technician comes; the technician arrives.

import { mkdirSync } from 'node:fs';
import { Browser } from '../lib/browser.mjs';
import { absent, assert, heading, shown, summary } from '../lib/expect.mjs';
import { proceed } from '../lib/asking.mjs';
import { Server, freshDatabase } from '../lib/server.mjs';

const password = 'try-the-portal';
const emma = { name: 'Emma Clarke', email: 'emma@saintroch.example', password };
const david = { name: 'David Stone', email: 'david@beaurivage.example', password };
const viktor = { name: 'Viktor Braun', email: 'viktor@ascelo.example', password };
const subject = 'The door of the lobby stays open';
const group = (page, name) => page.getByRole('group', { name });

export default async function fieldServices({ suite, database, look, browser }) {
  const folder = `${browser.server.folder}/field-services`;
  mkdirSync(folder, { recursive: true });
  const own = freshDatabase(database.away ? 'postgres' : 'sqlite', folder, '_field');
  const server = await Server.open({ folder, database: own, business: 'field-services' });
  const people = new Browser(browser.chromium, server);
  try {
    await suite.scenario('A visit is booked', async (step) => {
      const page = await step('Emma says what has broken down', async () => {
        const signedIn = await people.actor(emma);
        await heading(signedIn, 'Hello Emma');
        await signedIn.goto('/portal/requests/new');
        await look.at(signedIn, 'field-choose');
        await signedIn.getByRole('button', { name: /Report a breakdown/ }).click();
        await heading(signedIn, 'What has happened');
        await look.at(signedIn, 'field-fault');
        await group(signedIn, 'What has broken down?').getByLabel('Automatic door').check();
        await group(signedIn, 'At which site?').getByLabel('Main building').check();
        await signedIn.getByLabel('In a few words').fill(subject);
        await group(signedIn, 'What do you notice?').getByLabel('It does not move').check();
        await group(signedIn, 'Can somebody get hurt?').getByLabel('No', { exact: true }).check();
        await proceed(signedIn);
        await heading(signedIn, 'Show us');
        await proceed(signedIn);
        await heading(signedIn, 'Our visit');
        return signedIn;
      });

      const time = await step('she is offered the free times of the coming days, and none must be guessed', async () => {
        const times = group(page, 'When shall we come?');
        await look.at(page, 'field-times');
        await page.getByLabel('Their number').fill('+33 6 12 34 56 78');
        await proceed(page);
        await summary(page, /“When shall we come\?”/);
        assert.equal(await page.getByLabel('Their number').inputValue(), '+33 6 12 34 56 78');
        const day = times.locator('details').first();
        if (!await day.evaluate((one) => one.open)) await day.locator('summary').click();
        const radio = day.getByRole('radio').first();
        await radio.check();
        await proceed(page);
        await heading(page, 'Check your answers');
        await look.at(page, 'field-check');
        const answer = page.locator('dt', { hasText: 'When shall we come?' }).locator('xpath=following-sibling::dd[1]');
        return (await answer.textContent()).trim();
      });

      await step('the time is booked with the request, and the receipt tells it', async () => {
        assert.match(time, /\d{1,2}:\d{2}/, `a time: ${time}`);
        await page.getByRole('button', { name: 'Send the request' }).click();
        await heading(page, 'Your request is sent');
        await shown(page.getByText(/^INT-[0-9A-Z]{4}-[0-9A-Z]{4}$/));
        await look.at(page, 'field-receipt');
        await page.goto('/portal/requests');
        await page.getByRole('link', { name: subject }).click();
        await heading(page, subject);
        await shown(page.getByText('Visit booked'));
        await shown(page.getByText(time));
        await look.at(page, 'field-request');
      });

      await step('another company sees nothing of it', async () => {
        const other = await people.actor(david);
        assert.equal((await other.goto(page.url())).status(), 404);
        await other.context().close();
      });

      await step('the team finds it, and says that the technician is there', async () => {
        const team = await people.actor(viktor);
        await heading(team, 'Queue');
        await team.getByRole('link', { name: subject }).click();
        await heading(team, subject);
        await shown(team.getByText(time));
        await look.at(team, 'field-workbench');
        await team.getByRole('button', { name: 'Arrived on site' }).click();
        await shown(team.getByText('Done. The request is up to date.'));
        await page.reload();
        await shown(page.getByText('The technician is with you.'));
        await absent(page.getByText('A technician comes at the time you chose.'));
        await team.context().close();
      });
      await page.context().close();
      assert.deepEqual(people.troubles, []);
    });
  } finally {
    await server.stop();
    own.drop();
  }
}
