import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { instant } from '../kernel/instant.ts';
import { parseDateWords } from './date-words.ts';
import { parseQuery } from './parse.ts';

const now = instant(Date.UTC(2026, 10, 15, 12, 30));

function range(text: string): readonly [string | undefined, string | undefined] | undefined {
  const test = parseDateWords(text, now);
  const written = (moment: number | undefined) =>
    moment === undefined ? undefined : new Date(moment).toISOString().replace(/:00\.000Z$/, '');
  return test && [written(test.from), written(test.until)];
}

describe('words for time', () => {
  test('a day is all of it, in UTC', () => {
    assert.deepEqual(range('2026-11-01'), ['2026-11-01T00:00', '2026-11-02T00:00']);
    assert.deepEqual(range('2024-02-29'), ['2024-02-29T00:00', '2024-03-01T00:00']);
    assert.deepEqual(range('today'), ['2026-11-15T00:00', '2026-11-16T00:00']);
    assert.deepEqual(range('Yesterday'), ['2026-11-14T00:00', '2026-11-15T00:00']);
  });

  test('a time is its minute or its second', () => {
    assert.deepEqual(range('2026-11-01T10:30'), ['2026-11-01T10:30', '2026-11-01T10:31']);
    assert.deepEqual(range('2026-11-01T10:30Z'), ['2026-11-01T10:30', '2026-11-01T10:31']);
    assert.deepEqual(range('2026-11-01 10:30:15'), ['2026-11-01T10:30:15.000Z', '2026-11-01T10:30:16.000Z']);
  });

  test('a span alone reaches back from now', () => {
    assert.deepEqual(range('7d'), ['2026-11-08T12:30', '2026-11-15T12:30:00.001Z']);
    assert.deepEqual(range('24h'), ['2026-11-14T12:30', '2026-11-15T12:30:00.001Z']);
    assert.deepEqual(range('2w'), ['2026-11-01T12:30', '2026-11-15T12:30:00.001Z']);
  });

  test('a range holds both its ends, and a span in it counts away from now', () => {
    assert.deepEqual(range('2026-11-01 .. 2026-11-30'), ['2026-11-01T00:00', '2026-12-01T00:00']);
    assert.deepEqual(range('2026-11-01..2026-11-30'), ['2026-11-01T00:00', '2026-12-01T00:00']);
    assert.deepEqual(range('today .. 7d'), ['2026-11-15T00:00', '2026-11-22T12:30']);
    assert.deepEqual(range('7d .. today'), ['2026-11-08T12:30', '2026-11-16T00:00']);
    assert.deepEqual(range('7d .. 7d'), ['2026-11-08T12:30', '2026-11-22T12:30']);
    assert.deepEqual(range('90d ..'), ['2026-08-17T12:30', undefined]);
    assert.deepEqual(range('.. yesterday'), [undefined, '2026-11-15T00:00']);
  });

  test('what is no time is none', () => {
    const texts = [
      '',
      '..',
      '2026-13-01',
      '2026-02-29',
      '2026-00-01',
      '2026-11-00',
      '2026-11-31',
      '1900-02-29',
    ];
    texts.push(
      '2026-11-01T24:00',
      '2026-11-01T10:60',
      '2026-11-01T10:30:60',
      '1969-12-31',
      '0000-01-01',
      'monday',
    );
    texts.push(
      '26-11-01',
      '2026-1-1',
      '7',
      'd',
      '-7d',
      '7y',
      '99999d',
      'today .. yesterday',
      'a .. b',
      'today .. x',
    );
    texts.push('today .. today .. today', '...', '２０２６-11-01');
    for (const text of texts) assert.equal(range(text), undefined, text);
  });

  test('every day of the calendar is the day that the calendar says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_932_896 }), (day) => {
        const from = day * 86_400_000;
        assert.deepEqual(parseDateWords(new Date(from).toISOString().slice(0, 10), now), {
          kind: 'date',
          from,
          until: from + 86_400_000,
        });
      }),
    );
  });

  test('stand in a query with and without braces', () => {
    const attributes = {
      created: { kind: 'date', description: '' },
      size: { kind: 'number', description: '' },
    } as const;
    const read = (text: string) => {
      const query = parseQuery(text, attributes, now);
      assert.ok(query.ok, `${text}: ${JSON.stringify(query)}`);
      return query.value;
    };
    const november = parseDateWords('2026-11-01 .. 2026-11-30', now);
    for (const value of [
      '2026-11-01 .. 2026-11-30',
      '2026-11-01..2026-11-30',
      '2026-11-01.. 2026-11-30',
      '2026-11-01 ..2026-11-30',
      '{2026-11-01 .. 2026-11-30}',
    ]) {
      assert.deepEqual(
        read(`created: ${value}`),
        { kind: 'attribute', name: 'created', test: november },
        value,
      );
    }
    const open = { kind: 'attribute', name: 'created', test: parseDateWords('today ..', now) };
    const small = { kind: 'attribute', name: 'size', test: { kind: 'number', min: undefined, max: 3 } };
    for (const text of [
      'created: today .. and size: .. 3',
      'created: today .. size: ..3',
      'created: today.. size: {.. 3}',
    ]) {
      assert.deepEqual(read(text), { kind: 'and', parts: [open, small] }, text);
    }
    assert.deepEqual(read('size: 3'), {
      kind: 'attribute',
      name: 'size',
      test: { kind: 'number', min: 3, max: 3 },
    });
    for (const text of ['size: x', 'size: -1', 'size: 5 .. 3', 'size: 1.5', 'created: soon']) {
      const query = parseQuery(text, attributes, now);
      assert.ok(!query.ok && query.refusal.kind === 'malformed');
      assert.match(
        query.refusal.fields[0].rule,
        /^cannot have "[^"]+" after "(size|created):" \(character \d+\), which takes /,
      );
    }
  });
});
