import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from './config.ts';

const cwd = '/srv/countersign';

/** A machine: its environment, and the files on it by their absolute paths. */
function load(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string | Error>> = {}) {
  const readFile = (file: string) => {
    const text = files[file] ?? Object.assign(new Error('absent'), { code: 'ENOENT' });
    if (text instanceof Error) throw text;
    return text;
  };
  return loadSettings({ env, cwd, readFile });
}

function settingsOf(...machine: Parameters<typeof load>) {
  const loaded = load(...machine);
  assert.ok(loaded.ok, loaded.ok ? '' : loaded.problems.join('\n'));
  return loaded.settings;
}

function problemsOf(...machine: Parameters<typeof load>): readonly string[] {
  const loaded = load(...machine);
  assert.ok(!loaded.ok, 'expected problems');
  return loaded.problems;
}

const file = (settings: unknown) => ({ [`${cwd}/countersign.json`]: JSON.stringify(settings) });

test('without any configuration the authority serves this machine alone, on SQLite in ./data', () => {
  const settings = settingsOf({ PATH: '/bin', HOME: '/root' });
  assert.deepEqual(settings.publicUrl, {
    href: 'http://localhost:4700',
    origin: 'http://localhost:4700',
    basePath: '',
    isSecure: false,
  });
  assert.equal(settings.workers, 1);
  assert.equal(settings.listen.host, '127.0.0.1');
  assert.equal(settings.listen.port, 4700);
  assert.equal(settings.data.directory, '/srv/countersign/data');
  assert.equal(settings.keyRing.file, '/srv/countersign/data/keys.json');
  assert.equal(settings.database.url, undefined);
  assert.deepEqual(settings.sessions, { idleSeconds: 3_600, absoluteSeconds: 86_400 });
  assert.deepEqual(settings.lists, { topMax: 10_000 });
  assert.deepEqual(settings.usage, { flushSeconds: 10 });
  assert.deepEqual(settings.oauth, { registration: 'off' });
  assert.deepEqual(settings.signIn, { hashConcurrency: 2, hashQueue: 32 });
  assert.deepEqual(settings.log, { level: 'info' });
});

test('the public URL follows the port until it is set', () => {
  assert.equal(settingsOf({ COUNTERSIGN_LISTEN__PORT: '4800' }).publicUrl.href, 'http://localhost:4800');
  const both = { COUNTERSIGN_LISTEN__PORT: '4800', COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' };
  assert.equal(settingsOf(both).publicUrl.href, 'https://id.example.com');
  assert.deepEqual(problemsOf({ COUNTERSIGN_LISTEN__PORT: 'x' }), [
    'COUNTERSIGN_LISTEN__PORT must be a whole number from 0 to 65535',
  ]);
});

test('applications register themselves only by a word that says so', () => {
  assert.equal(
    settingsOf({ COUNTERSIGN_OAUTH__REGISTRATION: 'authenticated' }).oauth.registration,
    'authenticated',
  );
  for (const word of ['on', 'true', 'open', 'Authenticated', ''])
    assert.deepEqual(problemsOf({ COUNTERSIGN_OAUTH__REGISTRATION: word }), [
      'COUNTERSIGN_OAUTH__REGISTRATION must be one of off, authenticated',
    ]);
});

test('the environment wins over the file, and the file over the default', () => {
  const settings = settingsOf(
    { COUNTERSIGN_LISTEN__PORT: '4800' },
    file({ listen: { port: 4801, host: '::1' }, sessions: { idleSeconds: 60 } }),
  );
  assert.equal(settings.listen.port, 4800);
  assert.equal(settings.listen.host, '::1');
  assert.equal(settings.sessions.idleSeconds, 60);
  assert.equal(settings.sessions.absoluteSeconds, 86_400);
});

test('COUNTERSIGN_CONFIG names another file, which must then exist', () => {
  const other = { '/etc/countersign.json': '{"log":{"level":"debug"}}' };
  assert.equal(settingsOf({ COUNTERSIGN_CONFIG: '/etc/countersign.json' }, other).log.level, 'debug');
  assert.deepEqual(problemsOf({ COUNTERSIGN_CONFIG: '/etc/nowhere.json' }), [
    'COUNTERSIGN_CONFIG names /etc/nowhere.json, which does not exist',
  ]);
});

test('settings cannot be changed once they are loaded', () => {
  const settings = settingsOf({});
  const parts = [settings, settings.publicUrl, settings.listen, settings.sessions, settings.signIn];
  for (const part of parts) assert.ok(Object.isFrozen(part));
});

test('relative paths start at the working directory, and the key ring lies in the data directory', () => {
  const settings = settingsOf({ COUNTERSIGN_DATA__DIRECTORY: '../store' });
  assert.equal(settings.data.directory, '/srv/store');
  assert.equal(settings.keyRing.file, '/srv/store/keys.json');
  assert.equal(
    settingsOf({ COUNTERSIGN_KEY_RING__FILE: 'ring.json' }).keyRing.file,
    '/srv/countersign/ring.json',
  );
});

test('a public URL gives the origin and a base path without a trailing slash', () => {
  const at = (url: string) => settingsOf({ COUNTERSIGN_PUBLIC_URL: url }).publicUrl;
  assert.deepEqual(at('https://id.example.com/hub/'), {
    href: 'https://id.example.com/hub',
    origin: 'https://id.example.com',
    basePath: '/hub',
    isSecure: true,
  });
  assert.equal(at('HTTPS://ID.Example.com:443').href, 'https://id.example.com');
  for (const local of ['http://localhost', 'http://127.0.0.1:8080', 'http://[::1]:4700/a/b']) {
    assert.equal(at(local).isSecure, false);
  }
});

test('a public URL that cannot be one is refused, and plain http beyond this machine by the rule it breaks', () => {
  const rule = (url: string) => problemsOf({ COUNTERSIGN_PUBLIC_URL: url }).join();
  for (const url of [
    '',
    'id.example.com',
    'ftp://id.example.com',
    'https:id.example.com',
    ' https://id.example.com',
  ])
    assert.match(rule(url), /^COUNTERSIGN_PUBLIC_URL must be an http or https URL/);
  for (const url of ['https://me:pw@id.example.com', 'https://id.example.com?', 'https://id.example.com/#a'])
    assert.match(rule(url), /must have no user, query or fragment/);
  for (const url of [
    'https://id.example.com/a//b',
    'https://id.example.com/:id',
    'https://id.example.com/a%20b',
  ])
    assert.match(rule(url), /must have a path of plain segments/);
  for (const url of [
    'http://id.example.com',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'http://0.0.0.0',
  ])
    assert.match(rule(url), /must be https: over plain http/);
});

test('listening beyond this machine needs an https public URL or trusted proxies', () => {
  const open = { COUNTERSIGN_LISTEN__HOST: '0.0.0.0' };
  assert.match(problemsOf(open).join(), /^COUNTERSIGN_LISTEN__HOST is not a loopback address/);
  settingsOf({ ...open, COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  settingsOf({ ...open, COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '172.17.0.1' });
  for (const host of ['localhost', '127.0.0.53', '::1']) settingsOf({ COUNTERSIGN_LISTEN__HOST: host });
  for (const host of ['::', '192.168.1.4', 'id.internal'])
    assert.match(problemsOf({ COUNTERSIGN_LISTEN__HOST: host }).join(), /is not a loopback address/);
});

test('trusted proxies are addresses and networks of either family', () => {
  const { trustedProxies } = settingsOf({
    COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8 ,127.0.0.1',
  }).listen;
  assert.ok(trustedProxies.check('10.200.3.4'));
  assert.ok(trustedProxies.check('::ffff:10.1.2.3', 'ipv6'));
  assert.ok(trustedProxies.check('fd12::1', 'ipv6'));
  assert.ok(trustedProxies.check('127.0.0.1'));
  assert.ok(!trustedProxies.check('127.0.0.2'));
  assert.ok(
    settingsOf({}, file({ listen: { trustedProxies: ['10.0.0.1'] } })).listen.trustedProxies.check(
      '10.0.0.1',
    ),
  );
  assert.ok(
    !settingsOf({ COUNTERSIGN_LISTEN__TRUSTED_PROXIES: '' }).listen.trustedProxies.check('127.0.0.1'),
  );
});

test('a list of trusted proxies with one wrong entry, or with everybody in it, is refused', () => {
  for (const list of [
    'proxy.internal',
    '10.0.0.1/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0',
    '0.0.0.0/0',
    '::/0',
  ]) {
    assert.match(
      problemsOf({ COUNTERSIGN_LISTEN__TRUSTED_PROXIES: `127.0.0.1,${list}` }).join(),
      /^COUNTERSIGN_LISTEN__TRUSTED_PROXIES must be a list of IP addresses/,
    );
  }
  assert.match(problemsOf({}, file({ listen: { trustedProxies: '10.0.0.1' } })).join(), /must be a list/);
});

test('numbers are whole and inside their range', () => {
  for (const port of ['', ' 80', '80.5', '-1', '65536', '0x50', '1e3', '9'.repeat(30)]) {
    assert.deepEqual(problemsOf({ COUNTERSIGN_LISTEN__PORT: port }), [
      'COUNTERSIGN_LISTEN__PORT must be a whole number from 0 to 65535',
    ]);
  }
  for (const port of ['80', 80.5, null, true, [80]])
    assert.match(
      problemsOf({}, file({ listen: { port } })).join(),
      /^listen.port in .* must be a whole number/,
    );
});

test('a session cannot idle for longer than it may live', () => {
  assert.deepEqual(problemsOf({ COUNTERSIGN_SESSIONS__IDLE_SECONDS: '90000' }), [
    'COUNTERSIGN_SESSIONS__IDLE_SECONDS must not be longer than sessions.absoluteSeconds',
  ]);
});

test('a database URL may stand in a file, whose final line break does not count', () => {
  const url = 'postgres://countersign:canary@db/countersign';
  const settings = settingsOf(
    { COUNTERSIGN_DATABASE__URL_FILE: '/run/secrets/db' },
    { '/run/secrets/db': `${url}\n` },
  );
  assert.equal(settings.database.url?.reveal(), url);
  assert.equal(JSON.stringify(settings.database), '{"url":"[secret]"}');
});

test('a secret given both as a value and as a file is refused, as is a file that cannot be read', () => {
  const url = 'postgres://db/countersign';
  const both = { COUNTERSIGN_DATABASE__URL: url, COUNTERSIGN_DATABASE__URL_FILE: '/run/secrets/db' };
  assert.deepEqual(problemsOf(both, { '/run/secrets/db': url }), [
    'COUNTERSIGN_DATABASE__URL and COUNTERSIGN_DATABASE__URL_FILE are both set; set one of them',
  ]);
  const fromFile = { COUNTERSIGN_DATABASE__URL_FILE: 'db' };
  assert.deepEqual(problemsOf(fromFile), ['COUNTERSIGN_DATABASE__URL_FILE names a file that does not exist']);
  assert.deepEqual(
    problemsOf(fromFile, { [`${cwd}/db`]: Object.assign(new Error('no'), { code: 'EACCES' }) }),
    ['COUNTERSIGN_DATABASE__URL_FILE names a file that cannot be read (EACCES)'],
  );
});

test('a problem never repeats the value of a secret', () => {
  for (const url of [
    'mysql://root:canary@db/x',
    'postgres://root:can ary@db/x',
    'canary',
    'postgres://[canary',
  ]) {
    const text = problemsOf({ COUNTERSIGN_DATABASE__URL: url }).join();
    assert.match(text, /^COUNTERSIGN_DATABASE__URL must be empty or a URL that begins with postgres:\/\//);
    assert.doesNotMatch(text, /can ?ary/);
  }
});

test('an unknown variable under our prefix refuses to start and names the one that was meant', () => {
  const meant = {
    COUNTERSIGN_PUBLICURL: 'COUNTERSIGN_PUBLIC_URL',
    COUNTERSIGN_LISTEN_PORT: 'COUNTERSIGN_LISTEN__PORT',
    COUNTERSIGN_PORT: 'COUNTERSIGN_LISTEN__PORT',
    COUNTERSIGN_DATABASE_URL_FILE: 'COUNTERSIGN_DATABASE__URL_FILE',
    COUNTERSIGN_SESSIONS__IDEL_SECONDS: 'COUNTERSIGN_SESSIONS__IDLE_SECONDS',
  };
  for (const [typed, name] of Object.entries(meant))
    assert.deepEqual(problemsOf({ [typed]: '1' }), [`${typed} is not a setting; did you mean ${name}?`]);
  assert.deepEqual(problemsOf({ COUNTERSIGN_FROBNICATE: '1' }), ['COUNTERSIGN_FROBNICATE is not a setting']);
});

test('variables that other programs of the product read are no settings and no problem', () => {
  settingsOf({
    COUNTERSIGN_URL: 'http://localhost:4700',
    COUNTERSIGN_TOKEN: 'x',
    COUNTERSIGN_TOKEN_FILE: '/run/token',
    COUNTERSIGN_TEST_RUN: '1',
    COUNTERSIGN_TEST_LONG: '1',
  });
});

test('variables that Kubernetes injects for a Service of our name are named as what they are', () => {
  const [problem = '', ...others] = problemsOf({
    COUNTERSIGN_PORT: 'tcp://10.96.0.12:80',
    COUNTERSIGN_PORT_80_TCP: 'tcp://10.96.0.12:80',
    COUNTERSIGN_PORT_80_TCP_ADDR: '10.96.0.12',
    COUNTERSIGN_PORT_80_TCP_PORT: '80',
    COUNTERSIGN_PORT_80_TCP_PROTO: 'tcp',
    COUNTERSIGN_SERVICE_HOST: '10.96.0.12',
    COUNTERSIGN_SERVICE_PORT: '80',
    COUNTERSIGN_SERVICE_PORT_HTTP: '80',
    COUNTERSIGN_WEB_SERVICE_HOST: '10.96.0.13',
  });
  assert.deepEqual(others, []);
  assert.match(problem, /^COUNTERSIGN_PORT, COUNTERSIGN_PORT_80_TCP, .*COUNTERSIGN_WEB_SERVICE_HOST: /);
  assert.match(problem, /Kubernetes.*enableServiceLinks: false/);
});

test('unknown and malformed keys of the file are named with the file', () => {
  assert.deepEqual(
    problemsOf({}, file({ listen: { prot: 1 }, database: 'postgres://db/x', __proto__: {} })),
    [
      `listen.prot in ${cwd}/countersign.json is not a setting; did you mean listen.port?`,
      `database in ${cwd}/countersign.json must be an object`,
    ],
  );
  for (const text of ['', '{', '[]', '{"log":{"level":"info","level":"debug"}}', '{"__proto__":{"log":1}}'])
    assert.match(
      problemsOf({}, { [`${cwd}/countersign.json`]: text }).join(),
      /\/srv\/countersign\/countersign\.json/,
    );
});

test('all problems are named at once, whatever their source', () => {
  const problems = problemsOf(
    {
      COUNTERSIGN_PUBLIC_URL: 'http://id.example.com',
      COUNTERSIGN_LISTEN__HOST: '0.0.0.0',
      COUNTERSIGN_NOPE: '1',
    },
    file({ log: { level: 'loud' }, lists: { topMax: 1 } }),
  );
  assert.equal(problems.length, 4);
  assert.match(problems.join('\n'), /NOPE[\s\S]*PUBLIC_URL[\s\S]*topMax[\s\S]*log\.level/);
});

test('the command line wins over the environment, and is named where it is wrong', () => {
  const readFile = () => '{}';
  const env = { COUNTERSIGN_WORKERS: '2' };
  const withWorkers = (value: unknown) =>
    loadSettings({ env, cwd, readFile, commandLine: new Map([['workers', { name: '--workers', value }]]) });
  const loaded = withWorkers(4);
  assert.ok(loaded.ok);
  assert.equal(loaded.settings.workers, 4);
  assert.equal(settingsOf(env).workers, 2);
  for (const value of [0, 65, 1.5, 'many'])
    assert.deepEqual(withWorkers(value), {
      ok: false,
      problems: ['--workers must be a whole number from 1 to 64'],
    });
});

test('a session that is used all the time never looks idle to another worker', () => {
  const env = { COUNTERSIGN_SESSIONS__IDLE_SECONDS: '19', COUNTERSIGN_USAGE__FLUSH_SECONDS: '10' };
  assert.equal(settingsOf(env).sessions.idleSeconds, 19);
  assert.deepEqual(problemsOf({ ...env, COUNTERSIGN_WORKERS: '2' }), [
    'COUNTERSIGN_SESSIONS__IDLE_SECONDS must be at least twice usage.flushSeconds with more workers than one',
  ]);
  const enough = { ...env, COUNTERSIGN_SESSIONS__IDLE_SECONDS: '20', COUNTERSIGN_WORKERS: '2' };
  assert.equal(settingsOf(enough).workers, 2);
});
