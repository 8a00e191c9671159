import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Endpoint, type EndpointId, endpoints } from '@countersign/api';
import { tokenPattern } from '@countersign/core';
import { type Answer, administrator, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { assemble, authorityId, type Cast } from '../access-matrix/callers.ts';
import type { MatrixRow, Prepared } from '../access-matrix/row.ts';
import { askAs, matrixRows } from '../access-matrix/rows.ts';
import { openAuthority } from '../harness/open-authority.ts';
import { registrationOn } from '../harness/register-application.ts';
import { readState } from '../harness/rows.ts';

/**
 * What peers checked at some endpoints, or for some ways to present a credential, and forgot at others: asked here
 * at every endpoint of the table that needs a user, about every object of the access matrix.
 */
const house = await openAuthority({ env: registrationOn });
const { url, cookie, administratorId } = house;
const table = new Map<EndpointId, Endpoint>(endpoints.map((endpoint) => [endpoint.id, endpoint]));

interface Question {
  readonly row: MatrixRow;
  readonly endpoint: Endpoint;
  readonly prepared: Prepared;
}

let cast: Cast;
let rows: readonly MatrixRow[];
const questions: Question[] = [];
let token: string;

before(async () => {
  cast = await assemble(house);
  token = (await issueToken(url, cookie, [authorityId])).token;
  rows = matrixRows(house, cast);
  for (const row of rows) {
    const endpoint = table.get(row.endpoint);
    assert.ok(endpoint);
    // The guest is public, and doors have tests of their own.
    const isOpen = row.object === 'guest' || row.endpoint === 'forwardAuth.check';
    if (['user', 'bearer'].includes(endpoint.authentication) && !isOpen)
      questions.push({ row, endpoint, prepared: await row.prepare() });
  }
});

function named({ row }: Question, { status }: Answer): string {
  return `${row.endpoint} ${row.object}: ${status}`;
}

async function notRefused(ways: readonly ((question: Question) => Promise<Answer>)[]): Promise<string[]> {
  assert.ok(questions.length > 150, `only ${questions.length} questions`);
  const taken: string[] = [];
  for (const question of questions) {
    for (const [index, way] of ways.entries()) {
      const answer = await way(question);
      if (answer.status !== 401) taken.push(`${named(question, answer)}, way ${index}`);
    }
  }
  return taken;
}

test('nobody becomes somebody by an id in the body, the query or a header, at any endpoint', async () => {
  const names = ['user_id', 'userId', 'user', 'owner', 'sub', 'subject', 'login', 'author', 'actor', 'as'];
  const claims = Object.fromEntries(names.map((name) => [name, administratorId]));
  const headers = Object.fromEntries(
    ['x-user-id', 'x-remote-user', 'remote-user', 'x-forwarded-user', 'x-auth-request-user', 'x-sub'].map(
      (name) => [name, administratorId],
    ),
  );
  const asQuery = (prepared: Prepared, more: string) =>
    prepared.query === undefined ? more : `${prepared.query}&${more}`;
  const inQuery = ({ row, prepared }: Question) =>
    askAs(url, row, { ...prepared, query: asQuery(prepared, new URLSearchParams(claims).toString()) }, {});
  const inHeaders = ({ row, prepared }: Question) => askAs(url, row, prepared, { headers });
  const inBody = ({ row, endpoint, prepared }: Question) =>
    askAs(
      url,
      row,
      endpoint.method === 'GET'
        ? prepared
        : { ...prepared, body: { ...(prepared.body as object), ...claims } },
      {},
    );
  assert.deepEqual(await notRefused([inQuery, inHeaders, inBody]), []);
});

test('a token is taken by no endpoint but as Bearer or as the password of Basic, and what a person signs in with by none', async () => {
  const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;
  const headers: readonly Readonly<Record<string, string>>[] = [
    { authorization: basic(token, '') },
    { authorization: basic(token, token.slice(1)) },
    { authorization: basic(administrator.login, administrator.password) },
    { authorization: `Token ${token}` },
    { authorization: token },
    { cookie: `countersign=${token}`, 'sec-fetch-site': 'same-origin' },
    { 'x-api-key': token, 'private-token': token, 'proxy-authorization': `Bearer ${token}` },
  ];
  const ways = headers.map(
    (presented) =>
      ({ row, prepared }: Question) =>
        askAs(url, row, prepared, { headers: presented }),
  );
  const inQuery = ({ row, prepared }: Question) => {
    const query = `access_token=${token}&token=${token}`;
    return askAs(url, row, { ...prepared, query: prepared.query ? `${prepared.query}&${query}` : query }, {});
  };
  assert.deepEqual(await notRefused([...ways, inQuery]), []);
});

describe("an administrator's token that is narrowed to reading names", () => {
  const readBasic = 'jetbrains.jetpass.user-read-basic';
  let narrowed: string;
  let plain: string;

  before(async () => {
    const issue = async (as: string) => {
      const body = { name: 'narrowed', scope: [{ id: authorityId }], permissions: [{ id: readBasic }] };
      const answer = await ask(`${url}/api/rest/users/me/permanenttokens`, {
        method: 'POST',
        cookie: as,
        body,
      });
      assert.equal(answer.status, 200, answer.text);
      return rememberSecret(answer.json.token as string);
    };
    narrowed = await issue(cookie);
    plain = await issue(cast.owner.cookie);
  });

  test('changes nothing at any endpoint', async () => {
    const done: string[] = [];
    for (const question of questions.filter(({ endpoint }) => endpoint.mutates)) {
      const answer = await askAs(url, question.row, question.prepared, { token: narrowed });
      if (answer.status < 400) done.push(named(question, answer));
    }
    assert.deepEqual(done, []);
  });

  test('reads, lists, searches and exports no more than the same token of somebody plain', async () => {
    const more: string[] = [];
    let compared = 0;
    for (const question of questions.filter(({ endpoint }) => !endpoint.mutates)) {
      const { row, prepared } = question;
      // What is the asker's own differs by who asks.
      if (row.object.startsWith('me') || /^(the owner|an administrator)'s|^the owner,/.test(row.object))
        continue;
      const [strong, weak] = [
        await askAs(url, row, prepared, { token: narrowed }),
        await askAs(url, row, prepared, { token: plain }),
      ];
      compared += 1;
      if (strong.status !== weak.status || visible(strong) !== visible(weak))
        more.push(named(question, strong));
    }
    assert.ok(compared > 50, `only ${compared} compared`);
    assert.deepEqual(more, []);
  });
});

// The last, for it changes what it may.
test('no answer tells a secret or what is kept of one, even to administrators, but the one that shows it once', async () => {
  const showing: readonly EndpointId[] = [
    'permanentTokens.create',
    'services.create',
    'services.rotateSecret',
    'passwordReset.issue',
  ];
  const telling: string[] = [];
  for (const row of rows) {
    const answer = await askAs(url, row, await row.prepare(), { cookie });
    if (showing.includes(row.endpoint)) {
      const shown = tokenPattern.exec(answer.text)?.[0];
      if (shown !== undefined) rememberSecret(shown);
      continue;
    }
    const hashes = hashesOf(readState(house.databaseFile));
    assert.ok(hashes.length > 20, `only ${hashes.length} hashes`);
    if (tokenPattern.test(answer.text) || hashes.some((hash) => answer.text.includes(hash)))
      telling.push(`${row.endpoint} ${row.object}`);
  }
  assert.deepEqual(telling, []);
});

/** What the store keeps of tokens, sessions, client secrets and passwords. */
function hashesOf(state: ReturnType<typeof readState>): readonly string[] {
  return Object.values(state)
    .flat()
    .flatMap((row) => [row.hash, row.secret_hash, row.password_hash])
    .filter((hash) => typeof hash === 'string');
}

/** The body without the request's id, and without what the two askers are told of themselves alone. */
function visible({ text }: Answer): string {
  const own = [administratorId, cast.owner.id];
  return JSON.stringify(JSON.parse(text || 'null'), (key, value) => {
    if (key === 'request_id') return undefined;
    const isList = key === 'users' && Array.isArray(value);
    return isList ? value.filter(({ id }: { id: string }) => !own.includes(id)) : value;
  });
}
