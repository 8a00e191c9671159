import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../kernel/instant.ts';
import type { Attributes } from './attributes.ts';
import { type Answers, exactFits, hasWords, isFound, referenceFits, textFits, wordFits } from './evaluate.ts';
import { parseQuery } from './parse.ts';

interface Tool {
  readonly id: string;
  readonly name: string;
  readonly note: string | undefined;
  readonly owner: string;
  readonly isSharp: boolean;
}

const attributes = {
  id: { kind: 'exact', description: 'the id' },
  name: { kind: 'text', description: 'the name' },
  note: { kind: 'text', description: 'a note' },
  owner: { kind: 'reference', description: 'whose it is' },
  is: { kind: 'flag', description: 'what it is', words: { sharp: 'it cuts' } },
} as const satisfies Attributes;

const answers: Answers<Tool, typeof attributes> = {
  attributes: {
    id: exactFits(({ id }) => id),
    name: textFits(({ name }) => name),
    note: textFits(({ note }) => note),
    owner: referenceFits(({ owner }) => [{ id: `u-${owner}`, names: [owner, `${owner} Doe`] }]),
    is: wordFits({ sharp: ({ isSharp }) => isSharp }),
  },
  text: hasWords(({ name, note }) => [name, note]),
};

const tools: readonly Tool[] = [
  { id: 'A', name: 'Zoë’s Saw', note: undefined, owner: 'Jane', isSharp: true },
  { id: 'B', name: 'Hammer', note: 'for Straße stones', owner: 'Jane', isSharp: false },
  { id: 'C', name: 'Axe', note: 'heavy hammer head', owner: 'Bob', isSharp: true },
];

for (const [text, found] of Object.entries({
  '': 'ABC',
  'id: A': 'A',
  'id: a': '',
  'name: HAMMER': 'B',
  'name: ham*': 'B',
  'name: *amm*': 'B',
  'name: {zoë’s saw}': 'A',
  'note: *': 'BC',
  'not note: *': 'A',
  'note: {for STRASSE stones}': 'B',
  'owner: jane': 'AB',
  'owner: {jane doe}': 'AB',
  'owner: u-Bob': 'C',
  'owner: u-bob': '',
  'is: sharp': 'AC',
  'is: sharp and owner: jane': 'A',
  'is: sharp or owner: jane': 'ABC',
  'not is: sharp': 'B',
  'not (is: sharp owner: jane)': 'BC',
  'id: A, B': 'AB',
  hammer: 'BC',
  ham: 'BC',
  '"ham"': '',
  '"hammer head"': 'C',
  '"head for"': '',
})) {
  test(`the query ${text === '' ? '(none)' : text} finds ${found === '' ? 'nothing' : found}`, () => {
    const query = parseQuery(text, attributes, instant(0));
    assert.ok(query.ok, JSON.stringify(query));
    const ids = tools.filter((tool) => isFound(tool, query.value, answers)).map(({ id }) => id);
    assert.equal(ids.join(''), found);
  });
}
