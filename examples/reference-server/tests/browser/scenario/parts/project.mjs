// Marc chooses the project before the form, finds his request in it, and changes what nobody works on yet.

import { absent, assert, heading, shown, summary } from '../../lib/expect.mjs';

const password = 'try-the-portal';
const marc = { name: 'Marc Tissot', email: 'marc@verdier.example', password };
const sofia = { name: 'Sofia Marin', email: 'sofia@orphea.example', password };
export const title = 'Horaires de décembre';
export const shop = 'New shop';
export const main = (page) => page.getByRole('navigation', { name: /^(Main|Menu principal)$/ });
const group = (page, name) => page.getByRole('group', { name });
const proceed = (page) => page.getByRole('button', { name: 'Enregistrer et continuer' }).click();

/** The demo of examples/definitions/agency: Marc's company has two projects. */
export async function askInProject({ people, look }, step) {
  const page = await step('Marc finds the projects of his company on his start page', async () => {
    const signedIn = await people.actor(marc);
    await heading(signedIn, 'Bonjour Marc');
    const projects = signedIn.getByRole('region', { name: 'Projets' });
    for (const name of [shop, 'Labels of the spring teas']) await shown(projects.getByRole('link', { name }));
    await look.at(signedIn, 'agency-dashboard');
    return signedIn;
  });

  await step('he says which project it is about before the form, or is asked to', async () => {
    await page.getByRole('link', { name: 'Nouvelle demande' }).click();
    await look.at(page, 'agency-choose');
    await page.getByRole('button', { name: /Demander une modification/ }).click();
    await heading(page, 'De quel projet s’agit-il ?');
    await look.at(page, 'project-which');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await summary(page, 'Choisissez un projet pour continuer.');
    await look.at(page, 'project-which-wrong');
    await page.getByLabel(shop).check();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await heading(page, 'La modification');
  });

  await step('the check shows the project, and the receipt is the agency’s own page', async () => {
    await page.getByLabel('Objet').fill(title);
    await group(page, 'Sur quel site ?').getByLabel('verdier.example', { exact: true }).check();
    await group(page, 'Quelque chose est-il en panne ?').getByLabel('Non', { exact: true }).check();
    await proceed(page);
    await heading(page, 'En détail');
    await page.getByLabel('Ce qu’il faut modifier').fill('Ouvert le dimanche de 10 h à 18 h.');
    await proceed(page);
    await heading(page, 'Vérifiez vos réponses');
    await shown(page.getByText(shop));
    await look.at(page, 'project-check');
    await page.getByRole('button', { name: 'Envoyer la demande' }).click();
    await heading(page, 'Votre demande est envoyée');
    await shown(page.getByText('Le Studio Lumen vous remercie.'));
    await look.at(page, 'own-page-receipt');
    await page.getByRole('link', { name: 'Suivre la demande' }).click();
  });
  return { marc: page, url: page.url() };
}

export async function followProject({ people, look }, step, story) {
  const page = story.marc;
  await step('the request names its project, and the list is narrowed to it', async () => {
    await heading(page, title);
    await shown(page.getByRole('link', { name: shop }));
    await look.at(page, 'project-request');
    await main(page).getByRole('link', { name: 'Demandes' }).click();
    await page.getByLabel('Projet', { exact: true }).selectOption(shop);
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await shown(page.getByRole('link', { name: title }));
    await look.at(page, 'project-requests');
    await page.getByLabel('Projet', { exact: true }).selectOption('Labels of the spring teas');
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await shown(page.getByText('Aucun résultat'));
  });

  await step('the project’s page tells how far it is, and begins the next request in it', async () => {
    await main(page).getByRole('link', { name: 'Projets' }).click();
    await heading(page, 'Projets');
    await look.at(page, 'projects');
    await page.getByRole('link', { name: shop }).click();
    await heading(page, shop);
    story.project = page.url();
    await shown(page.getByText('Sa seule demande est en cours.'));
    await shown(page.getByRole('link', { name: title }));
    await look.at(page, 'project');
    await page.getByRole('link', { name: 'Nouvelle demande' }).click();
    await shown(page.getByText(`Pour le projet « ${shop} ».`));
    await look.at(page, 'project-choose');
    await page.getByRole('button', { name: /Poser une question/ }).click();
    await heading(page, 'Poser une question');
    await page.getByRole('link', { name: 'Supprimer ce brouillon' }).click();
    await page.getByRole('button', { name: 'Supprimer ce brouillon' }).click();
    await shown(page.getByText('Le brouillon est supprimé.'));
  });

  await step('another company sees no project of theirs', async () => {
    const other = await people.actor(sofia);
    await heading(other, 'Hello Sofia');
    await absent(other.getByText(shop));
    assert.equal((await other.goto(story.project)).status(), 404);
    await main(other).getByRole('link', { name: 'Projects' }).click();
    await shown(other.getByText('No projects here'));
    await look.at(other, 'projects-none');
    await other.context().close();
  });

  await step('he changes an answer that nobody works on yet', async () => {
    await page.goto(story.url);
    await page.getByRole('link', { name: 'Modifier vos réponses' }).first().click();
    await heading(page, 'Modifier vos réponses');
    await look.at(page, 'change-answers');
    await page.getByLabel('Objet').fill('');
    await page.getByRole('button', { name: 'Enregistrer les modifications' }).click();
    await summary(page, /«\sObjet\s» est encore vide/);
    await look.at(page, 'change-answers-wrong');
    await page.getByLabel('Objet').fill(title);
    await page.getByLabel('Ce qu’il faut modifier').fill('Ouvert le dimanche de 9 h à 18 h.');
    await page.getByRole('button', { name: 'Enregistrer les modifications' }).click();
    await shown(page.getByText('Vos réponses sont modifiées.'));
    await shown(page.getByText('Réponses modifiées'));
    await look.at(page, 'request-changed');
  });
}
