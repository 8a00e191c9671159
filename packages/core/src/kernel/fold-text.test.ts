import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldText, searchText, wordsOf } from './fold-text.ts';

test('case, width, ligatures and the order of accents do not count, accents do', () => {
  const same: readonly (readonly string[])[] = [
    ['Zoë', 'ZOË', 'zoe\u0308', 'ｚｏë'],
    ['Straße', 'STRASSE', 'STRAẞE', 'strasse'],
    ['ΣΊΣΥΦΟΣ', 'Σίσυφος', 'σίσυφοσ'],
    ['ﬁn', 'FIN'],
    ['日本', '日本'],
    ['  Jane ', 'jane'],
  ];
  for (const [first, ...others] of same) {
    for (const other of others) assert.equal(foldText(other), foldText(first ?? ''));
  }
  assert.notEqual(foldText('Zoë'), foldText('Zoe'));
});

test('what is folded stays as it is when it is folded again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(foldText(foldText(text)), foldText(text));
      assert.equal(wordsOf(wordsOf(text)), wordsOf(text));
    }),
    { numRuns: 1_000 },
  );
});

test('words are runs of letters, digits and pictures', () => {
  assert.equal(wordsOf('Jane.Doe+ci@example.org'), 'jane doe ci example org');
  assert.equal(wordsOf('-- !'), '');
  assert.equal(wordsOf('🦊 d’Artagnan'), '🦊 d artagnan');
});

test('the text that is searched has each word between spaces and each source on its line', () => {
  assert.equal(searchText(['Jane Doe', 'jane', undefined]), ' jane doe \n jane \n  ');
});
