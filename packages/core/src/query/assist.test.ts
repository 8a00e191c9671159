import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { textsOf } from '../../test/arbitraries.ts';
import { userAttributes } from '../../test/user-attributes.ts';
import { instant } from '../kernel/instant.ts';
import { assistQuery, type Suggestion } from './assist.ts';
import { findPlace } from './caret-place.ts';
import { parseQuery } from './parse.ts';

/** Completes where the bar stands. */
function assist(marked: string, values?: readonly string[]) {
  const caret = marked.indexOf('|');
  return assistQuery(marked.replace('|', ''), caret, userAttributes, values);
}

function options(marked: string, values?: readonly string[]): readonly string[] {
  return assist(marked, values).suggestions.map(({ option }) => option);
}

/** The query and the caret after the first suggestion was taken with the Tab key, as Ring UI does it. */
function taken(marked: string, values?: readonly string[]): string {
  const { query, suggestions } = assist(marked, values);
  const [first] = suggestions;
  assert.ok(first, marked);
  return withTab(query, first);
}

function withTab(query: string, { prefix = '', option, suffix = '', ...places }: Suggestion): string {
  const completed =
    query.slice(0, places.completionStart) + prefix + option + suffix + query.slice(places.completionEnd);
  return `${completed.slice(0, places.caret)}|${completed.slice(places.caret)}`;
}

describe('completion', () => {
  test('offers every attribute where a query begins', () => {
    assert.deepEqual(options('|'), [...Object.keys(userAttributes), 'not']);
    assert.deepEqual(options('  |'), options('|'));
    assert.deepEqual(options('(|'), options('|'));
    assert.deepEqual(options('login: a and |'), options('|'));
  });

  test('offers the attributes that begin with what is typed, and completes with the colon', () => {
    assert.deepEqual(options('lo|'), ['login', 'loginStartsWith']);
    assert.equal(taken('lo|'), 'login: |');
    assert.equal(taken('is: banned lo|'), 'is: banned login: |');
    assert.equal(taken('acc|'), 'access(|');
    assert.equal(taken('na|m: x'), 'name|: x');
  });

  test('offers and, or and not after something to look for', () => {
    assert.deepEqual(options('login: a |').slice(-3), ['and', 'or', 'not']);
    assert.deepEqual(options('(a) o|'), ['or']);
    assert.equal(taken('a an|'), 'a and |');
    assert.deepEqual(options('an|'), []);
  });

  test('offers the words of a flag, with what they mean', () => {
    assert.deepEqual(options('is:|'), ['banned', 'bot', 'guest']);
    assert.deepEqual(options('is: |'), ['banned', 'bot', 'guest']);
    assert.deepEqual(options('IS: b|'), ['banned', 'bot']);
    assert.deepEqual(options('is: banned, |'), ['banned', 'bot', 'guest']);
    assert.equal(assist('is: b|').suggestions[0]?.description, 'may not do anything');
    assert.equal(taken('is: b|'), 'is: banned |');
    assert.equal(taken('is: b|x) y'), 'is: banned|) y');
  });

  test('offers words for time', () => {
    assert.equal(taken('created: to|'), 'created: today |');
    assert.deepEqual(options('created: 7|'), ['7d']);
  });

  test('offers the values it is handed, in braces where they need them', () => {
    const groups = ['Admins', 'All Users', 'a}b\\'];
    assert.deepEqual(options('in: |', groups), ['Admins', 'All Users', 'a\\}b\\\\']);
    assert.equal(taken('in: ad|', groups), 'in: Admins |');
    assert.equal(taken('in: al|', groups), 'in: {All Users} |');
    assert.equal(taken('in: n|', ['Not']), 'in: {Not} |');
    assert.equal(taken('in: {all u|', groups), 'in: {All Users} |');
    assert.equal(taken('in: {a\\}|', groups.slice(2)), 'in: {a\\}b\\\\} |');
    assert.equal(taken('in: a}|', groups.slice(2)), 'in: {a\\}b\\\\} |');
  });

  test('finds a value by any of its words and marks the part that was typed', () => {
    const [found] = assist('in: us|', ['All Users']).suggestions;
    assert.deepEqual(found, {
      prefix: '{',
      option: 'All Users',
      suffix: '} ',
      matchingStart: 4,
      matchingEnd: 6,
      caret: 16,
      completionStart: 4,
      completionEnd: 6,
    });
  });

  test('offers the fields of a tuple and the values of its fields', () => {
    assert.deepEqual(options('access(|'), ['project', 'with']);
    assert.deepEqual(options('access(project: Wiki, |'), ['project', 'with']);
    assert.equal(taken('access(project: Wiki, w|'), 'access(project: Wiki, with: |');
    assert.deepEqual(options('access(project: W|', ['Wiki']), ['Wiki']);
    assert.deepEqual(options('access(project: Wiki |'), []);
    assert.deepEqual(options('access(project: Wiki) |').slice(-3), ['and', 'or', 'not']);
  });

  test('says what is being written, for whoever looks values up', () => {
    const at = (marked: string) => {
      const place = findPlace(marked.replace('|', ''), marked.indexOf('|'), userAttributes);
      return place.kind === 'value' ? [place.name, place.typed] : place.kind;
    };
    assert.deepEqual(at('in: Adm|'), ['in', 'Adm']);
    assert.deepEqual(at('IN: {All |Users}'), ['in', 'All ']);
    assert.deepEqual(at('access(project: Wi|'), ['access.project', 'Wi']);
    assert.deepEqual(at('lo|'), 'item');
    assert.deepEqual(at('foo: b|'), 'nowhere');
  });

  test('colours names, values, signs and text, and calls no attribute what is none', () => {
    const shown = (query: string) =>
      assistQuery(query, 0, userAttributes).styleRanges.map(
        ({ start, length, style }) => `${query.slice(start, start + length)} ${style}`,
      );
    assert.deepEqual(shown('not login: {a b} or jane'), [
      'not operator',
      'login field_name',
      ': operator',
      '{a b} field_value',
      'or operator',
      'jane text',
    ]);
    assert.deepEqual(shown('foo: x')[0], 'foo text');
    assert.deepEqual(shown('access(project: x)')[2], 'project field_name');
  });

  test('answers the query and the caret as they came, whatever they are', () => {
    fc.assert(
      fc.property(textsOf(2_100), fc.integer({ min: -5, max: 2_200 }), (query, caret) => {
        const answer = assistQuery(query, caret, userAttributes, ['x', '{', query]);
        assert.deepEqual([answer.query, answer.caret], [query, caret]);
        for (const {
          matchingStart,
          matchingEnd,
          option,
          completionStart,
          completionEnd,
        } of answer.suggestions) {
          assert.ok(0 <= matchingStart && matchingStart <= matchingEnd && matchingEnd <= option.length);
          assert.ok(
            0 <= completionStart && completionStart <= completionEnd && completionEnd <= query.length,
          );
        }
      }),
    );
    assert.deepEqual(options('a'.repeat(2_001)), []);
    assert.ok(assistQuery('', Number.NaN, userAttributes).suggestions.length > 0);
  });

  test('makes a query that can be read of every value it is handed', () => {
    const values = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(values, (value) => {
        const [first] = assist('in: |', [value]).suggestions;
        assert.ok(first);
        const query = parseQuery(
          withTab('in: ', first).replace(/\|(?=[^|]*$)/, ''),
          userAttributes,
          instant(0),
        );
        assert.ok(query.ok && query.value?.kind === 'attribute' && query.value.test.kind === 'value');
        assert.deepEqual([query.value.test.value, query.value.test.match], [value, 'equals']);
      }),
    );
  });
});
