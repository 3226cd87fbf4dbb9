// The agency's side: Jonas answers with a usual reply, Clara makes a project, whose blank Marc downloads.

import { heading, shown, summary } from '../../lib/expect.mjs';
import { main, shop, title } from './project.mjs';

const password = 'try-the-portal';
const jonas = { name: 'Jonas Weber', email: 'jonas@lumen.example', password };
const clara = { name: 'Clara Dumas', email: 'clara@lumen.example', password };

export async function answerClient({ people, look }, step, story) {
  await step('Jonas finds the request in its project, and what was said before the change', async () => {
    story.jonas = await people.actor(jonas);
    await heading(story.jonas, 'Queue');
    await main(story.jonas).getByRole('link', { name: 'Projects' }).click();
    await look.at(story.jonas, 'team-projects');
    await story.jonas.getByRole('link', { name: shop }).click();
    await heading(story.jonas, shop);
    await look.at(story.jonas, 'team-project');
    await story.jonas.getByRole('link', { name: title }).click();
    await heading(story.jonas, title);
    await look.at(story.jonas, 'agency-workbench');
    await story.jonas.getByRole('link', { name: 'Change of the answers' }).click();
    await shown(story.jonas.getByText(/10 h à 18 h/));
    await shown(story.jonas.getByText(/9 h à 18 h/).last());
    await look.at(story.jonas, 'team-changed-answers');
    await story.jonas.goBack();
  });

  await step('a usual reply begins his message, in the client’s language', async () => {
    const page = story.jonas;
    await page.getByText('Write to the client').click();
    await page.getByRole('button', { name: 'We are on it' }).click();
    const box = page.getByLabel('Message to the client');
    await shown(page.getByText('Begin with a usual reply:'));
    await look.at(page, 'team-reply');
    await box.press('End');
    await page.getByRole('button', { name: 'Send to the client' }).click();
    const sent = page.getByText(`Bonjour Marc, merci pour « ${title} ».`);
    await shown(sent);
    await story.marc.goto(story.url);
    await shown(story.marc.getByText(`Bonjour Marc, merci pour « ${title} ».`));
  });
}

export async function makeProject({ people, look }, step, story) {
  await step('Clara makes a project, with the requests that it opens', async () => {
    const page = await people.actor(clara);
    await main(page).getByRole('link', { name: 'Projets' }).click();
    await page.getByRole('link', { name: 'Nouveau projet' }).click();
    await look.at(page, 'project-new');
    await page.getByLabel('Pour quel client ?').selectOption('Maison Verdier');
    await page.getByLabel('Site web').check();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await look.at(page, 'project-form');
    await page.getByRole('button', { name: 'Créer le projet' }).click();
    await summary(page, /Nom/, /Contact chez le client/);
    await look.at(page, 'project-form-wrong');
    await page.getByLabel('Nom', { exact: true }).fill('Site des maisons de thé');
    await page.getByLabel('Contact chez le client').selectOption('Marc Tissot');
    await page.getByRole('button', { name: 'Créer le projet' }).click();
    await shown(page.getByText('Le projet est créé.'));
    await heading(page, 'Site des maisons de thé');
    await look.at(page, 'team-project-made');
    await page.context().close();
  });

  await step('Marc is asked for pictures, and downloads the form to fill in', async () => {
    const page = story.marc;
    await page.goto('/portal');
    await look.at(page, 'agency-todo');
    await page.getByRole('listitem').filter({ hasText: 'Envoyer photos et autorisations' })
      .getByRole('link', { name: /^Envoyer les documents/ }).click();
    await heading(page, 'Envoyer photos et autorisations');
    await look.at(page, 'task-blank');
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('link', { name: /^Télécharger le modèle à remplir/ }).click()]);
    if (file.suggestedFilename() !== 'image-rights.pdf') throw new Error(file.suggestedFilename());
    await page.context().close();
    await story.jonas.context().close();
  });
}
