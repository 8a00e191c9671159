/** `countersign token …`: list, issue and revoke, over the SDK and nothing more. */
import type { AuthorityClient, PermanentToken } from '@countersign/sdk';
import type { TokenIssue, TokenList, TokenRevoke } from '../command-line.ts';
import { parseExpiry } from '../expiry.ts';
import { instantText, jsonText, table } from '../output.ts';
import type { Surroundings } from '../surroundings.ts';

export async function listTokens(
  client: AuthorityClient,
  command: TokenList,
  { print }: Surroundings,
): Promise<void> {
  const page = await client.permanentTokens.list(command.user, { top: 'all', orderBy: 'name:asc' });
  if (command.json) return print(jsonText(page));
  if (page.permanenttokens.length === 0) return print('There are no permanent tokens.\n');
  const heads = ['ID', 'NAME', 'SCOPE', 'CREATED', 'CREATED BY', 'LAST ACCESS', 'EXPIRES'];
  print(table([heads, ...page.permanenttokens.map(rowOf)]));
}

export async function issueToken(
  client: AuthorityClient,
  command: TokenIssue,
  { print, report, now }: Surroundings,
): Promise<void> {
  const { name, scope, description } = command;
  const expires = parseExpiry(command.expires, now());
  const order = { name, services: scope, expires, ...(description !== undefined && { description }) };
  const issued = await client.permanentTokens.issue(command.user, order);
  print(command.json ? jsonText(issued) : `${issued.token}\n`);
  const end = issued.expires === null ? 'it never expires' : `it expires ${instantText(issued.expires)}`;
  report(`issued ${issued.id} "${issued.name}" for ${scopeText(issued)}; ${end}; it is not shown again`);
}

export async function revokeToken(
  client: AuthorityClient,
  command: TokenRevoke,
  { report }: Surroundings,
): Promise<void> {
  await client.permanentTokens.revoke(command.user, command.id);
  report(`revoked ${command.id}`);
}

function rowOf(token: PermanentToken): string[] {
  return [
    token.id,
    token.name,
    scopeText(token),
    instantText(token.creationTime),
    token.author.login,
    token.lastAccessTime === null ? 'never' : instantText(token.lastAccessTime),
    token.expires === null ? 'never' : instantText(token.expires),
  ];
}

function scopeText({ scope }: PermanentToken): string {
  return scope.map(({ key }) => key).join(', ');
}
