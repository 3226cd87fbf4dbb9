// A real provider of OpenID Connect on the loopback, the certified oidc-provider, with a sign-in page of its own. It knows
// everybody by the word they type there; whoever types `nobody-verified` has an address that nobody has verified.
//
// usage: node provider.mjs PORT PORTAL

import Provider from 'oidc-provider';
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';

const [, , port, portal] = process.argv;
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The page that asks whether one wants to sign out here; the shipped one loads fonts from elsewhere. */
function logoutSource(context, form) {
  context.body = `<!doctype html><html lang="en"><title>Provider</title><h1>Sign out of the provider?</h1>${form}
    <button form="op.logoutForm" name="logout" value="yes">Yes</button></html>`;
}

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'portal',
    client_secret: 'a-secret-of-the-browser-tests',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${portal}/sign-in/with/oidc/back`],
    post_logout_redirect_uris: [`${portal}/sign-in`],
  }],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
  cookies: { keys: ['for these tests alone'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@people.example`, email_verified: id !== 'nobody-verified', name: `${id} of the people` }),
  }),
});

/** The sign-in page: a word, and a way to say no. */
async function interaction(request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Provider</title><h1>The provider: ${prompt.name}</h1>
      <form method="post"><label>Who are you? <input name="who" value=""></label>
      <button name="go" value="yes">Continue</button><button name="go" value="no">Say no</button></form></html>`);
    return;
  }
  let body = '';
  for await (const piece of request) body += piece;
  const form = new URLSearchParams(body);
  if (form.get('go') === 'no') {
    const refusal = { error: 'access_denied', error_description: 'The person said no' };
    await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
    return;
  }
  const grant = new provider.Grant({ accountId: form.get('who'), clientId: params.client_id });
  grant.addOIDCScope('openid email profile');
  const result = { login: { accountId: form.get('who') }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const callback = provider.callback();
const server = createServer((request, response) => {
  const answer = request.url.startsWith('/interaction/') ? interaction : callback;
  Promise.resolve(answer(request, response)).catch((error) => {
    console.log(`trouble: ${error.message}`);
    response.statusCode = 500;
    response.end();
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
