import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from './run.ts';
import type { Surroundings } from './surroundings.ts';

const now = Date.UTC(2026, 10, 2, 9, 30);
const service = { type: 'service', id: 's1', key: 'wiki', name: 'Wiki' };
const user = { type: 'user', id: 'u1', login: 'jane', name: 'Jane' };
const token = {
  type: 'permanentToken',
  id: '62-0',
  name: 'backup',
  scope: [service, { ...service, id: 's2', key: 'tracker' }],
  user,
  author: user,
  creationTime: now,
  expires: now + 86_400_000,
  lastAccessTime: null,
};
const page = { type: 'PermanentTokensPage', skip: 0, top: -1, total: 1, permanenttokens: [token] };

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly sent: readonly string[];
  readonly authorization: readonly (string | undefined)[];
}

/** Runs one command line against an authority that always gives one answer. */
async function invoke(
  line: string | readonly string[],
  answer: () => Response = () => Response.json(page),
  more: Partial<Surroundings> = {},
): Promise<Outcome> {
  let out = '';
  let err = '';
  const sent: string[] = [];
  const authorization: (string | undefined)[] = [];
  const exitCode = await run(typeof line === 'string' ? line.split(' ').filter(Boolean) : line, {
    environment: { COUNTERSIGN_TOKEN: 'csn_pat_own' },
    version: '1.2.3',
    now: () => now,
    print: (text) => {
      out += text;
    },
    report: (text) => {
      err += text;
    },
    readStandardInput: async () => 'csn_pat_stdin\n',
    readFile: async (path) => {
      if (path !== 'own.txt') throw new Error('ENOENT');
      return 'csn_pat_file\n';
    },
    fetch: async (url, init) => {
      sent.push(`${init.method} ${url} ${init.body ?? ''}`.trim());
      authorization.push((init.headers as Record<string, string>).authorization);
      return answer();
    },
    ...more,
  });
  return { exitCode, out, err, sent, authorization };
}

const refusal =
  (status: number, error: string, more: object = {}) =>
  () =>
    Response.json(
      { error, error_code: status, error_description: `refused as ${error}`, request_id: 'r1', ...more },
      { status },
    );

const issue = (...more: string[]) => ['token', 'issue', '--name', 'backup', '--scope', 'wiki', ...more];
const issued = () => Response.json({ ...token, token: 'csn_pat_new' });

test('the help is the one that was agreed on', async () => {
  const golden = readFileSync(new URL('help.golden.txt', import.meta.url), 'utf8');
  for (const line of ['--help', '-h', 'token issue --help']) {
    const { exitCode, out, err } = await invoke(line);
    assert.deepEqual({ exitCode, out, err }, { exitCode: 0, out: golden, err: '' });
  }
});

test('the version is printed alone', async () => {
  assert.equal((await invoke('--version')).out, '1.2.3\n');
});

test('tokens are listed as a table', async () => {
  const { exitCode, out, err, sent } = await invoke('token list');
  assert.deepEqual({ exitCode, err }, { exitCode: 0, err: '' });
  assert.deepEqual(out.split('\n'), [
    'ID    NAME    SCOPE          CREATED            CREATED BY  LAST ACCESS  EXPIRES',
    '62-0  backup  wiki, tracker  2026-11-02 09:30Z  jane        never        2026-11-03 09:30Z',
    '',
  ]);
  assert.deepEqual(sent, [
    'GET http://localhost:4700/api/rest/users/me/permanenttokens?%24top=-1&orderBy=name%3Aasc',
  ]);
});

test('an empty list says so', async () => {
  const { out } = await invoke('token list', () => Response.json({ ...page, total: 0, permanenttokens: [] }));
  assert.equal(out, 'There are no permanent tokens.\n');
});

test('with --json a list is what the API answers', async () => {
  const { out, err } = await invoke('token list --json --user u7');
  assert.deepEqual(JSON.parse(out), page);
  assert.equal(err, '');
});

test('a name cannot draw on the terminal', async () => {
  const name = '\u001b[2Jgone\u202e\n';
  const { out } = await invoke('token list', () =>
    Response.json({ ...page, permanenttokens: [{ ...token, name }] }),
  );
  assert.match(out, /\ufffd\[2Jgone\ufffd\ufffd/);
  const { err } = await invoke('token list', refusal(404, 'not_found', { error_description: name }));
  assert.equal(err, 'countersign: \ufffd[2Jgone\ufffd\ufffd [request r1]\n');
});

test('a new token stands alone on standard output', async () => {
  const { exitCode, out, err, sent } = await invoke(
    issue('--scope', 'tracker', '--description', 'nightly'),
    issued,
  );
  assert.equal(exitCode, 0);
  assert.equal(out, 'csn_pat_new\n');
  assert.equal(
    err,
    'countersign: issued 62-0 "backup" for wiki, tracker; it expires 2026-11-03 09:30Z; it is not shown again\n',
  );
  const expires = now + 90 * 86_400_000;
  const scope = '[{"id":"wiki"},{"id":"tracker"}]';
  assert.deepEqual(sent, [
    `POST http://localhost:4700/api/rest/users/me/permanenttokens {"name":"backup","scope":${scope},"description":"nightly","expires":${expires}}`,
  ]);
});

test('with --json a new token is what the API answers', async () => {
  const { out, err } = await invoke(issue('--json'), issued);
  assert.equal((JSON.parse(out) as { token: string }).token, 'csn_pat_new');
  assert.doesNotMatch(err, /csn_pat/);
});

test('an expiry is a number of days, the end of a date, or none', async () => {
  const expiryOf = async (when: string) => {
    const { sent, exitCode } = await invoke(issue('--expires', when), issued);
    assert.equal(exitCode, 0, when);
    return /"expires":(\w+)/.exec(sent[0] ?? '')?.[1];
  };
  assert.equal(await expiryOf('1d'), String(now + 86_400_000));
  assert.equal(await expiryOf('2027-01-31'), String(Date.UTC(2027, 1, 1) - 1));
  assert.equal(await expiryOf('none'), 'null');
});

test('an expiry that is nothing of that is refused before anything is sent', async () => {
  for (const when of [
    '',
    'never',
    '0d',
    '-1d',
    '90',
    '36501d',
    '2027-02-30',
    '2027-13-01',
    '2026-11-01',
    '31.1.2027',
  ]) {
    const { exitCode, sent, err } = await invoke(issue(`--expires=${when}`), issued);
    assert.deepEqual({ exitCode, sent }, { exitCode: 2, sent: [] }, when);
    assert.match(err, /^countersign: --expires .*\n$/);
  }
});

test('a token is revoked by its id', async () => {
  const { exitCode, out, err, sent } = await invoke('token revoke 62-0', () => new Response(null));
  assert.deepEqual({ exitCode, out, err }, { exitCode: 0, out: '', err: 'countersign: revoked 62-0\n' });
  assert.deepEqual(sent, ['DELETE http://localhost:4700/api/rest/users/me/permanenttokens/62-0']);
});

test('wrong usage ends with 2, in one line, and sends nothing', async () => {
  const lines = [
    '',
    'user list',
    'token',
    'token rotate',
    'token list extra',
    'token revoke',
    'token revoke a b',
    'token issue --scope wiki',
    'token issue --name x',
    'token list --name x',
    'token list --nonsense',
    'token list --json=1',
    'token list --url',
    'token list --url localhost:4700',
    'token list --url ftp://localhost',
    'token list --url http://jane:secret@localhost',
    'token list --url http://localhost/?a',
  ];
  for (const line of lines) {
    const { exitCode, out, err, sent } = await invoke(line);
    assert.deepEqual({ exitCode, out, sent }, { exitCode: 2, out: '', sent: [] }, line);
    assert.match(err, /^countersign: .*; see countersign --help\n$/, line);
  }
});

test('there is no option that takes a secret, and what was given to one is not repeated', async () => {
  for (const option of ['--token', '--password', '--secret']) {
    const { exitCode, err } = await invoke(['token', 'list', `${option}=csn_pat_oops`]);
    assert.equal(exitCode, 2);
    assert.doesNotMatch(err, /oops/);
  }
  assert.doesNotMatch((await invoke('token list csn_pat_oops')).err, /oops/);
});

test('the token comes from a file, standard input or the environment, in this order', async () => {
  const environment = { COUNTERSIGN_TOKEN: 'csn_pat_own' };
  const used = async (line: string, given: Surroundings['environment']) =>
    (await invoke(line, undefined, { environment: given })).authorization[0];
  assert.equal(await used('token list', environment), 'Bearer csn_pat_own');
  assert.equal(await used('token list --token-file -', environment), 'Bearer csn_pat_stdin');
  assert.equal(await used('token list --token-file own.txt', environment), 'Bearer csn_pat_file');
  assert.equal(await used('token list', { COUNTERSIGN_TOKEN_FILE: 'own.txt' }), 'Bearer csn_pat_file');
});

test('without a usable token the command ends with 4 and sends nothing', async () => {
  const environments = [
    {},
    { COUNTERSIGN_TOKEN: ' ' },
    { COUNTERSIGN_TOKEN_FILE: 'absent' },
    { COUNTERSIGN_TOKEN: 'a\nb' },
  ];
  for (const environment of environments) {
    const { exitCode, sent, err } = await invoke('token list', undefined, { environment });
    assert.deepEqual({ exitCode, sent }, { exitCode: 4, sent: [] });
    assert.equal(err.split('\n').length, 2);
  }
  const both = { COUNTERSIGN_TOKEN: 'a', COUNTERSIGN_TOKEN_FILE: 'own.txt' };
  assert.equal((await invoke('token list', undefined, { environment: both })).exitCode, 2);
});

test('the address comes from the option, then from the environment', async () => {
  const environment = { COUNTERSIGN_TOKEN: 'a', COUNTERSIGN_URL: 'https://id.example.org/base' };
  const [first] = (await invoke('token revoke 1', () => new Response(null), { environment })).sent;
  assert.equal(first, 'DELETE https://id.example.org/base/api/rest/users/me/permanenttokens/1');
  const line = 'token revoke 1 --url http://other/';
  const [second] = (await invoke(line, () => new Response(null), { environment })).sent;
  assert.equal(second, 'DELETE http://other/api/rest/users/me/permanenttokens/1');
});

test('a rejected credential ends with 4, every other refusal with 1', async () => {
  assert.equal((await invoke('token list', refusal(401, 'invalid_token'))).exitCode, 4);
  assert.equal((await invoke('token list', refusal(401, 'unauthenticated'))).exitCode, 4);
  for (const [status, error] of [
    [400, 'bad_request'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [503, 'temporarily_unavailable'],
  ] as const) {
    const { exitCode, out, err } = await invoke('token revoke 1', refusal(status, error));
    assert.deepEqual(
      { exitCode, out, err },
      { exitCode: 1, out: '', err: `countersign: refused as ${error} [request r1]\n` },
    );
  }
  assert.equal((await invoke('token list', () => new Response('<html>'))).exitCode, 1);
  const unreachable = () => Promise.reject(new TypeError('no')) as never;
  const { exitCode, err } = await invoke('token list', unreachable);
  assert.equal(exitCode, 1);
  assert.equal(
    err,
    'countersign: The authority cannot be reached at http://localhost:4700; --url or COUNTERSIGN_URL says where it is\n',
  );
});

test('every fault of a request is told in the one line', async () => {
  const error_children = [
    { error: 'bad_request', error_description: 'name is taken', error_field: 'name' },
    { error: 'bad_request', error_description: 'scope.0 is unknown', error_field: 'scope.0' },
  ];
  const { err } = await invoke(issue(), refusal(400, 'bad_request', { error_children }));
  assert.equal(err, 'countersign: refused as bad_request (name is taken; scope.0 is unknown) [request r1]\n');
});
