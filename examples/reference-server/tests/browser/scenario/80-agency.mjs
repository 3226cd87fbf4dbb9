// A client of an agency asks for a change in a project, in French and on a page of the agency's own; the team answers, and
// makes a project of its own.

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { Browser } from '../lib/browser.mjs';
import { Server, freshDatabase } from '../lib/server.mjs';
import { askInProject, followProject } from './parts/project.mjs';
import { answerClient, makeProject } from './parts/agency.mjs';

/** The agency's own receipt, before the shipped one. */
const receipt = `{% extends "default/receipt.html" %}
{% block main %}{{ super() }}<p class="narrow soft">Le Studio Lumen vous remercie.</p>{% endblock %}
`;

export default async function agency({ suite, database, look, browser }) {
  const folder = `${browser.server.folder}/agency`;
  mkdirSync(folder, { recursive: true });
  const definitions = `${folder}/definitions`;
  cpSync('examples/definitions/agency', definitions, { recursive: true });
  mkdirSync(`${definitions}/pages`);
  writeFileSync(`${definitions}/pages/receipt.html`, receipt);
  const own = freshDatabase(database.away ? 'postgres' : 'sqlite', folder, '_agency');
  const server = await Server.open({ folder, database: own, definitions });
  const people = new Browser(browser.chromium, server);
  try {
    await suite.scenario('Projects of an agency', async (step) => {
      const world = { people, look };
      const story = await askInProject(world, step);
      await followProject(world, step, story);
      await answerClient(world, step, story);
      await makeProject(world, step, story);
      if (people.troubles.length) throw new Error(people.troubles.join('\n'));
    });
  } finally {
    await server.stop();
    own.drop();
  }
}
