import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyText, textsOf } from '../../test/arbitraries.ts';
import { queriesOf } from '../../test/query-arbitraries.ts';
import { printQuery } from '../../test/query-printer.ts';
import { userAttributes } from '../../test/user-attributes.ts';
import { instant } from '../kernel/instant.ts';
import { parseQuery, queryDepthMax, queryLengthMax, queryTestsMax } from './parse.ts';
import type { Query } from './query.ts';

const now = instant(Date.UTC(2026, 10, 15, 12, 30));

function read(text: string): Query | undefined {
  const query = parseQuery(text, userAttributes, now);
  assert.ok(query.ok, `${text}: ${JSON.stringify(query)}`);
  return query.value;
}

function ruleOf(text: string): string {
  const query = parseQuery(text, userAttributes, now);
  assert.ok(!query.ok, `${text}: ${JSON.stringify(query)}`);
  assert.equal(query.refusal.kind, 'malformed');
  const [field, ...others] = query.refusal.fields;
  assert.deepEqual([field.field, others.length], ['query', 0]);
  return field.rule;
}

/** A tree in a line, with every bracket that it has: `(login=a | login=b) & !is=banned`. */
function shown(query: Query | undefined): string {
  switch (query?.kind) {
    case undefined:
      return '';
    case 'and':
      return query.parts.map(bracketed).join(' & ');
    case 'or':
      return query.parts.map(bracketed).join(' | ');
    case 'not':
      return `!${bracketed(query.part)}`;
    case 'text':
      return `${query.words}${query.match === 'prefix' ? '*' : ''}`;
    case 'attribute':
      return `${query.name}${shownTest(query.test)}`;
    case 'tuple': {
      const fields = Object.entries(query.fields).map(
        ([name, tests]) => `${name}${(tests ?? []).map(shownTest).join('/')}`,
      );
      return `${query.name}(${fields.join(',')})`;
    }
  }
}

function bracketed(query: Query): string {
  return query.kind === 'and' || query.kind === 'or' ? `(${shown(query)})` : shown(query);
}

function shownTest(test: object): string {
  if ('word' in test) return `=${test.word}`;
  if ('value' in test && 'match' in test) {
    return `${{ equals: '=', prefix: '^', contains: '~' }[test.match as 'equals']}${test.value}`;
  }
  return JSON.stringify(test);
}

function readsAs(text: string, tree: string): void {
  assert.equal(shown(read(text)), tree, text);
}

describe('a query', () => {
  test('that is blank asks for everything', () => {
    for (const text of ['', ' ', '\t\n  ', '\u3000']) assert.equal(read(text), undefined);
  });

  test('asks for an attribute by its name and a value, in any case', () => {
    readsAs('login: jane', 'login=jane');
    readsAs('LOGIN:jane', 'login=jane');
    readsAs('login : Jane', 'login=Jane');
    readsAs('loginstartswith: ja', 'loginStartsWith=ja');
  });

  test('compares values folded, and keeps them as they were typed', () => {
    assert.deepEqual(read('name: {Zoë Straße}'), {
      kind: 'attribute',
      name: 'name',
      test: { kind: 'value', match: 'equals', value: 'Zoë Straße', folded: 'zoë strasse' },
    });
  });

  test('takes a star at the end for a beginning, and stars at both ends for a part', () => {
    readsAs('login: ja*', 'login^ja');
    readsAs('login: *ja*', 'login~ja');
    readsAs('name: {Lisa B}*', 'name^Lisa B');
    readsAs('name: *{sa Bu}*', 'name~sa Bu');
    readsAs('email: *', 'email^');
    assert.match(ruleOf('login: *ja'), /star at both ends of "ja" or at its end \(character 8\)/);
    assert.match(ruleOf('*ja*'), /cannot begin a word with a star \(character 1\)/);
    assert.match(ruleOf('is: ban*'), /cannot have a star after "is:"/);
  });

  test('takes everything in braces or quotes for one value', () => {
    readsAs('name: {Lisa Butler}', 'name=Lisa Butler');
    readsAs('name: "Lisa Butler"', 'name=Lisa Butler');
    readsAs('name: {a \\} b}', 'name=a } b');
    readsAs('name: {a \\\\}', 'name=a \\');
    readsAs('name: {CORP\\jane}', 'name=CORP\\jane');
    readsAs('name: "a \\" b"', 'name=a " b');
    readsAs('name: {and}', 'name=and');
    readsAs('name: {login:x, (y)}', 'name=login:x, (y)');
    readsAs('name: {a*}', 'name=a*');
    readsAs('name: {  Lisa  }', 'name=Lisa');
  });

  test('takes signs inside a bare value as they are', () => {
    readsAs('email: jane+ci@example.org', 'email=jane+ci@example.org');
    readsAs('id: 2001:db8::1', 'id=2001:db8::1');
    readsAs('id: ::1', 'id=::1');
    readsAs('login: a"b', 'login=a"b');
  });

  test('closes at its end whatever was left open', () => {
    readsAs('name: {Lisa Butler', 'name=Lisa Butler');
    readsAs('name: "Lisa Butler', 'name=Lisa Butler');
    readsAs('(login: a or (login: b', 'login=a | login=b');
    readsAs('access(project: Wiki', 'access(project=Wiki)');
    readsAs('name: {Lisa\\', 'name=Lisa\\');
  });

  test('offers values with commas', () => {
    readsAs('login: a, b,c , {d e}', 'login=a | login=b | login=c | login=d e');
    readsAs('is: banned, bot name: x', '(is=banned | is=bot) & name=x');
    readsAs('not login: a, b', '!(login=a | login=b)');
  });

  test('asks for any of the same attribute and all of different ones where nothing stands between', () => {
    readsAs('login: a login: b', 'login=a | login=b');
    readsAs('login: a name: b', 'login=a & name=b');
    readsAs('login: a name: b login: c', '(login=a | login=c) & name=b');
    readsAs('not is: banned not is: bot', '!is=banned & !is=bot');
    readsAs('access(project: A) access(project: B)', 'access(project=A) | access(project=B)');
    readsAs('(login: a) login: b', 'login=a & login=b');
  });

  test('binds neighbours closest, then not, and, or', () => {
    readsAs('login: a or login: b and name: c', 'login=a | (login=b & name=c)');
    readsAs('login: a and name: b or login: c', '(login=a & name=b) | login=c');
    readsAs('(login: a or login: b) and name: c', '(login=a | login=b) & name=c');
    readsAs('name: c and login: a login: b', 'name=c & (login=a | login=b)');
    readsAs('login: a or name: b is: bot', 'login=a | (name=b & is=bot)');
    readsAs('not login: a and name: b', '!login=a & name=b');
    readsAs('not (login: a and name: b)', '!(login=a & name=b)');
    readsAs('NOT NOT login: a', '!!login=a');
    readsAs('login: a AND(name: b)Or is: bot', '(login=a & name=b) | is=bot');
  });

  test('looks for bare words by their beginnings, and for phrases by whole words', () => {
    readsAs('jane', 'jane*');
    readsAs('jane*', 'jane*');
    readsAs('Jane Doe', 'jane* & doe*');
    readsAs('"Jane Doe"', 'jane doe');
    readsAs('{Jane D}*', 'jane d*');
    readsAs('jane.doe@example.org', 'jane doe example org*');
    readsAs('*', '*');
    readsAs('"and"', 'and');
    readsAs('android', 'android*');
  });

  test('reads what Hub’s own clients send', () => {
    readsAs('ja or ja*', 'ja* | ja*');
    readsAs('All Users or All Users*', '(all* & users*) | (all* & users*)');
    readsAs(
      'nameStartsWith: {Jane D} or loginStartsWith: {Jane D}',
      'nameStartsWith=Jane D | loginStartsWith=Jane D',
    );
    readsAs('id:{0-0-0-0-0} or id:{2f1d}', 'id=0-0-0-0-0 | id=2f1d');
    readsAs('name: "X"', 'name=X');
  });

  test('reads a tuple with its fields, in any order', () => {
    readsAs('access(project: Wiki, with: {Project Admin})', 'access(project=Wiki,with=Project Admin)');
    readsAs('Access( WITH : a, b, project:c )', 'access(with=a/=b,project=c)');
    readsAs('not access(with: a) jane', '!access(with=a) & jane*');
    readsAs('access(project: a, project: b)', 'access(project=a/=b)');
  });

  test('refuses an attribute that the list does not have, and names those it has', () => {
    assert.equal(
      ruleOf('login: a and banned: yes'),
      'cannot ask for "banned" (character 14); this list is asked for login, name, email, id, in, is, has, ' +
        'loginStartsWith, nameStartsWith, created, tokens, access',
    );
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      assert.match(ruleOf(`${name}: x`), /cannot (ask for|have)/);
    }
    assert.match(ruleOf('permission(project: x)'), /cannot ask for "permission"/);
  });

  test('refuses a word that the attribute does not have, and names those it has', () => {
    assert.equal(
      ruleOf('is: naughty'),
      'cannot ask "is: naughty" (character 5); is is asked with banned, bot, guest',
    );
    assert.match(ruleOf('has: constructor'), /has is asked with token, 2fa$/);
    readsAs('is: BANNED', 'is=banned');
  });

  test('refuses what is not whole, and says where', () => {
    const rules: readonly (readonly [string, RegExp])[] = [
      ['or', /cannot have "or" here \(character 1\)/],
      ['login: a or', /must go on after "or" at the end/],
      ['login: a and or login: b', /cannot have "or" here \(character 14\)/],
      ['not', /must have something after "not" \(character 1\)/],
      ['login: a not', /must have something after "not" \(character 10\)/],
      ['(', /must go on after "\(" at the end/],
      ['()', /cannot have "\)" here \(character 2\)/],
      ['login: a)', /cannot have "\)" here \(character 9\)/],
      ['a, b', /cannot have "," here \(character 2\)/],
      ['login: a,', /cannot have "," here \(character 9\)/],
      [': a', /cannot have ":" here \(character 1\)/],
      ['10:30', /cannot have ":" here \(character 3\)/],
      ['login:', /must have a value after "login:" at the end/],
      ['login: and is: bot', /must have a value after "login:" \(character 8\)/],
      [
        'login: name: x',
        /must have a value after "login:" \(character 8\); if "name:" is one, it needs braces/,
      ],
      ['login: a, name: b', /must have a value after "login:" \(character 11\)/],
      ['login: (a or b)', /must have a value after "login:" \(character 8\)/],
      ['login: {}', /must have a value in the brackets after "login:"/],
      ['name: foo(bar)', /must have a space or brackets \(character 10\)/],
      ['{a}b', /must have a space or brackets \(character 4\)/],
      ['access: x', /must ask for "access" as access\(project: value, with: value\)/],
      ['access()', /must ask for "access" as access\(project: value, with: value\) \(character 8\)/],
      ['access(name: x)', /must ask for "access" as/],
      ['access(project: x is: bot)', /cannot have "is:" here/],
      ['access(project: x,)', /must ask for "access" as/],
      ['login(x)', /must ask for "login" as login: value \(character 1\)/],
      ['--', /must have a letter or a digit to look for in "--" \(character 1\)/],
      ['""', /must have something between the signs/],
    ];
    for (const [text, rule] of rules) assert.match(ruleOf(text), rule, text);
  });

  test('is limited in length, depth, values and what can be sent to a store', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`).join(',');
    assert.ok(read(`login: ${many(queryTestsMax)}`));
    assert.match(ruleOf(`login: ${many(queryTestsMax + 1)}`), /at most 16 values and words/);
    assert.match(ruleOf('a '.repeat(65)), /at most 16 values and words/);
    assert.ok(read(`${'('.repeat(queryDepthMax)}a`));
    assert.match(ruleOf(`${'('.repeat(queryDepthMax + 1)}a`), /at most 20 levels deep/);
    assert.match(ruleOf(`${'not '.repeat(queryDepthMax + 1)}a`), /at most 20 levels deep/);
    assert.ok(read(`a${' '.repeat(queryLengthMax - 1)}`));
    assert.match(ruleOf(`a${' '.repeat(queryLengthMax)}`), /at most 2000 characters/);
    assert.match(ruleOf(`name: {${'x'.repeat(301)}}`), /at most 300 characters in the value/);
    assert.match(ruleOf('name: \u0000'), /control characters/);
    assert.match(ruleOf('name: \ud83e'), /well-formed Unicode/);
  });

  test('of any text is read or refused, and a refusal is never long', () => {
    const pieces = fc.constantFrom(
      ...[
        'login',
        'is',
        'access',
        'created',
        'foo',
        ':',
        ': ',
        '(',
        ')',
        ',',
        ' ',
        '{',
        '}',
        '"',
        '\\',
        '*',
        '..',
      ],
      ...['and', ' or ', 'not ', 'a', 'banned', '7d', '2026-11-01', 'project: ', '\u0000', '\ud800'],
    );
    const texts = fc.oneof(
      anyText,
      textsOf(2_100),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const query = parseQuery(text, userAttributes, now);
        assert.ok(query.ok || query.refusal.kind === 'malformed');
        if (!query.ok && query.refusal.kind === 'malformed')
          assert.ok(query.refusal.fields[0].rule.length < 400);
      }),
      { numRuns: 5_000 },
    );
  });

  test('that is written out reads back as it was', () => {
    const values = fc.string({ maxLength: 12, unit: 'grapheme' }).filter((text) => text.isWellFormed());
    const moments = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1_000);
    fc.assert(
      fc.property(queriesOf(userAttributes, values, moments), (query) => {
        const text = printQuery(query);
        fc.pre(text.length <= queryLengthMax);
        assert.deepEqual(read(text), query, text);
      }),
      { numRuns: 1_000 },
    );
  });
});
