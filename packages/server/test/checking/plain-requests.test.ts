import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { Conversation } from '../harness/conversation.ts';
import { openAuthority, openProcess } from '../harness/open-authority.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { unknownToken } from '../harness/unknown-token.ts';

const house = await openAuthority();
const { url, port, cookie } = house;
const door = await registerService(url, cookie, 'door', 'The door');
const { token } = await issueToken(url, cookie, [door.id, '0-0-0-0-0']);

const host = `Host: localhost:${port}`;
const secret = `Authorization: Basic ${btoa(`${door.id}:${door.secret}`)}`;
const formType = 'Content-Type: application/x-www-form-urlencoded';

function message(lines: readonly string[], body = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function introspection(of: string, more: readonly string[] = []): string {
  const body = `token=${of}`;
  const lines = ['POST /api/rest/oauth2/introspect HTTP/1.1', host, secret, formType];
  return message([...lines, `Content-Length: ${body.length}`, ...more], body);
}

function visit(of: string, more: readonly string[] = []): string {
  const lines = [`GET /api/authz/auth-request?service=${door.key} HTTP/1.1`, host];
  return message([...lines, `Authorization: Bearer ${of}`, ...more]);
}

const chunked = message(
  ['POST /api/rest/oauth2/introspect HTTP/1.1', host, secret, formType, 'Transfer-Encoding: chunked'],
  `${(6 + token.length).toString(16)}\r\ntoken=${token}\r\n0\r\n\r\n`,
);
const me = message(['GET /api/rest/users/me?fields=login HTTP/1.1', host, `Authorization: Bearer ${token}`]);

/** Writes the pieces one after the other, each when the one before it has been taken, and reads so many answers. */
async function converse(pieces: readonly string[], answers: number): Promise<readonly string[]> {
  const conversation = await Conversation.open(port);
  try {
    for (const piece of pieces) {
      conversation.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const read: string[] = [];
    while (read.length < answers) read.push(await conversation.answer());
    return read;
  } finally {
    conversation.close();
  }
}

function statusesOf(answers: readonly string[]): readonly number[] {
  return answers.map((answer) => Number(answer.split(' ')[1]));
}

/** Without what differs from one moment to the next. */
function timeless(answer: string | undefined): string {
  assert.ok(answer !== undefined);
  return answer.replace(/^Date: .*\r\n/m, '');
}

describe('a plain question and one that only the general reader takes have the same answer,', () => {
  const nothing = 'X-Nothing:';
  const pairs: Readonly<Record<string, readonly [string, string]>> = {
    'a good token': [introspection(token), introspection(token, [nothing])],
    'an unknown token': [introspection(unknownToken()), introspection(unknownToken(), [nothing])],
    'no token': [introspection(''), introspection('', [nothing])],
    'a door that opens': [visit(token), visit(token, [nothing])],
    'a door that stays shut': [visit(unknownToken()), visit(unknownToken(), [nothing])],
    'a door that there is not': [
      visit(token).replace('=door', '=nowhere'),
      visit(token, [nothing]).replace('=door', '=nowhere'),
    ],
    'a method that it is not asked with': [
      message(['GET /api/rest/oauth2/introspect HTTP/1.1', host]),
      message(['GET /api/rest/oauth2/introspect HTTP/1.1', host, nothing]),
    ],
  };
  for (const [what, [plain, general]] of Object.entries(pairs))
    test(`${what}, byte for byte`, async () => {
      const [one] = await converse([plain], 1);
      const [other] = await converse([general], 1);
      assert.equal(timeless(one), timeless(other));
      assert.match(one ?? '', /^Connection: keep-alive\r$/m);
    });
});

describe('on one connection', () => {
  test('questions are answered one after the other', async () => {
    const asked = [introspection(token), visit(token), introspection(unknownToken()), visit(unknownToken())];
    const answers = await converse(asked, 4);
    assert.deepEqual(statusesOf(answers), [200, 200, 200, 401]);
    assert.match(answers[0] ?? '', /"active":true/);
    assert.match(answers[2] ?? '', /"active":false/);
  });

  test('questions of every kind mix, and each has its own answer in its turn', async () => {
    const asked = [introspection(token), me, visit(token), chunked, introspection(unknownToken())];
    const answers = await converse(asked, 5);
    assert.deepEqual(statusesOf(answers), [200, 200, 200, 200, 200]);
    assert.match(answers[1] ?? '', /"login":"\w+"/);
    assert.match(answers[3] ?? '', /"active":true/);
    assert.match(answers[4] ?? '', /"active":false/);
  });

  test('questions that come in one piece are answered in their order', async () => {
    const answers = await converse([introspection(token) + visit(unknownToken()) + me + visit(token)], 4);
    assert.deepEqual(statusesOf(answers), [200, 401, 200, 200]);
  });

  test('a question that comes while another is being answered waits for its turn', async () => {
    const conversation = await Conversation.open(port);
    conversation.write(introspection(token));
    conversation.write(visit(unknownToken()));
    conversation.write(introspection(unknownToken()));
    const answers = [await conversation.answer(), await conversation.answer(), await conversation.answer()];
    conversation.close();
    assert.deepEqual(statusesOf(answers), [200, 401, 200]);
    assert.match(answers[2] ?? '', /"active":false/);
  });

  test('a question may come in any two pieces', async () => {
    const whole = introspection(token);
    for (let cut = 1; cut < whole.length; cut += 17) {
      const [answer] = await converse([whole.slice(0, cut), whole.slice(cut)], 1);
      assert.match(answer ?? '', /"active":true/, `cut at ${cut}`);
    }
  });

  test('two hundred questions have two hundred answers', async () => {
    const conversation = await Conversation.open(port);
    for (let number = 0; number < 200; number++) {
      const isKnown = number % 3 > 0;
      conversation.write(introspection(isKnown ? token : unknownToken()));
      assert.match(await conversation.answer(), isKnown ? /"active":true/ : /"active":false/);
    }
    conversation.close();
  });

  test('whoever says that nothing more will come is answered, and then the connection ends', async () => {
    for (const asked of [introspection(token), visit(token)]) {
      const conversation = await Conversation.open(port);
      conversation.write(asked);
      conversation.endWriting();
      assert.match(await conversation.answer(), /^HTTP\/1\.1 200 /);
      await conversation.over();
    }
  });

  test('whoever asks and hangs up at once does no harm', async () => {
    for (let number = 0; number < 50; number++) {
      const conversation = await Conversation.open(port);
      conversation.write(introspection(token));
      conversation.close();
    }
    assert.deepEqual(statusesOf(await converse([visit(token)], 1)), [200]);
  });
});

// Security checklist API-10 at the checking endpoints, on connections that are kept.
describe('a question that could be read in two ways is no good question', () => {
  const body = `token=${token}`;
  const ask = ['POST /api/rest/oauth2/introspect HTTP/1.1', host, secret, formType];
  const length = `Content-Length: ${body.length}`;
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const ambiguous: Readonly<Record<string, string>> = {
    'a length and chunks': message([...ask, length, 'Transfer-Encoding: chunked'], chunks),
    'two lengths': message([...ask, length, 'Content-Length: 1'], body),
    'two equal lengths in one header': message([...ask, `${length}, ${body.length}`], body),
    'a length with a sign': message([...ask, `Content-Length: +${body.length}`], body),
    'a coding that looks like chunks': message([...ask, 'Transfer-Encoding: xchunked'], chunks),
    'two Hosts': message([...ask, 'Host: evil.example', length], body),
    'two Authorizations': message([...ask, `Authorization: Bearer ${token}`, length], body),
    'no Host': message([...ask.filter((line) => line !== host), length], body),
    'an absolute target': message(
      [ask[0]?.replace('/api', `http://localhost:${port}/api`) ?? '', ...ask.slice(1), length],
      body,
    ),
    'line feeds alone': message([...ask, length], body).replaceAll('\r\n', '\n'),
    'a folded header': message([...ask, 'X-A: 1', ' 2', length], body),
    'NUL in a header': message([...ask, 'X-A: \0', length], body),
    'a carriage return alone in a header': message([...ask, 'X-A: 1\r2', length], body),
    'a space before the colon': message([...ask, 'X-A : 1', length], body),
    'two Authorizations at a door': visit(token, [`Authorization: Bearer ${token}`]),
    'two Cookies at a door': visit(token, [`Cookie: ${cookie}`, 'Cookie: a=b']),
  };
  for (const [what, bytes] of Object.entries(ambiguous))
    test(what, async () => {
      const conversation = await Conversation.open(port);
      // A good question first: the connection is one that the plain reader has had.
      conversation.write(visit(token));
      assert.match(await conversation.answer(), /^HTTP\/1\.1 200 /);
      conversation.write(bytes);
      // Where the bytes are no HTTP at all, it may hang up without a word.
      const answer = await conversation.answer().catch(() => 'HTTP/1.1 400 hung up');
      assert.match(answer, /^HTTP\/1\.1 400 /);
      await conversation.over();
    });

  test('what stands behind a length is the next question, and never a part of this one', async () => {
    const hidden = visit(unknownToken());
    const answers = await converse([introspection(token) + hidden], 2);
    assert.deepEqual(statusesOf(answers), [200, 401]);
  });
});

test('a server that stops ends connections that wait, and answers those that do not', {
  timeout: 60_000,
}, async () => {
  const other = await openProcess({ dataFolder: undefined });
  const waiting = await Promise.all([0, 1, 2].map(() => Conversation.open(other.port)));
  const [first] = waiting;
  first?.write(
    message(['GET /api/authz/auth-request?service=none HTTP/1.1', `Host: localhost:${other.port}`]),
  );
  assert.match((await first?.answer()) ?? '', /^HTTP\/1\.1 400 /);
  const before = performance.now();
  await other.stop();
  assert.ok(performance.now() - before < 9_000, 'it waited for connections on which nobody asks');
  for (const conversation of waiting) await conversation.over();
});

test('a plain question is answered as long as the connection says so', async () => {
  const answer = await sendRaw(port, {
    target: `/api/authz/auth-request?service=${door.key}`,
    headers: [`Authorization: Bearer ${token}`],
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.headers.get('connection'), ['close']);
});
