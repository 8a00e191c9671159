import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';

/** How a house is opened in which applications register themselves. */
export const registrationOn = { COUNTERSIGN_OAUTH__REGISTRATION: 'authenticated' } as const;

/** What clients of the Model Context Protocol send. */
export const assistant = {
  client_name: 'Assistant',
  redirect_uris: ['http://localhost:33418/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

/** Registers an application as it does so itself; `how` is what it shows. */
export async function registerApplication(
  { url }: { readonly url: string },
  body: unknown,
  how: Omit<NonNullable<Parameters<typeof ask>[1]>, 'method' | 'body'>,
): Promise<Answer> {
  const answer = await ask(`${url}/api/rest/oauth2/register`, { method: 'POST', body, ...how });
  if (answer.status === 201 && answer.json.client_secret !== undefined)
    rememberSecret(answer.json.client_secret);
  return answer;
}
