import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  type Attribute,
  type Attributes,
  assignmentAttributes,
  groupAttributes,
  permissionAttributes,
  projectAttributes,
  roleAttributes,
  serviceAttributes,
  userAttributes,
} from '@countersign/core';
import { eventAttributes } from '../src/rest/events/event-attributes.ts';

const lists: Readonly<Record<string, Attributes>> = {
  Users: userAttributes,
  Groups: groupAttributes,
  Roles: roleAttributes,
  'Given roles': assignmentAttributes,
  Projects: projectAttributes,
  Services: serviceAttributes,
  Permissions: permissionAttributes,
  Events: eventAttributes,
};

/** The rows of the first table under a heading, each as its cells. */
function tableUnder(file: string, heading: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
  const [, below] = text.split(`\n${heading}\n`);
  const table = below?.match(/(?:^\|.*\n)+/m)?.[0];
  assert.ok(table !== undefined, `${file} has a table under ${heading}`);
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '));
}

/** What may stand behind a name, as far as it is one of a few words. */
function wordsOf(attribute: Attribute): readonly string[] {
  if (attribute.kind === 'flag') return Object.keys(attribute.words);
  return attribute.kind === 'tuple' ? Object.keys(attribute.fields) : [];
}

const wordsIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

describe('docs/query-language.md', () => {
  for (const [name, attributes] of Object.entries(lists)) {
    test(`says all that can be asked of ${name}, and no more`, () => {
      const documented = tableUnder('query-language.md', `### ${name}`).map(
        ([attribute, kind, words, asks]) => [wordsIn(attribute), kind, wordsIn(words), asks],
      );
      const taken = Object.entries(attributes).map(([attribute, declared]) => [
        [attribute],
        declared.kind,
        wordsOf(declared),
        declared.description,
      ]);
      assert.deepEqual(documented, taken);
    });
  }
});

describe('docs/audit.md', () => {
  const rows = tableUnder('audit.md', '## Finding');

  test('says by what events are found, and by nothing else', () => {
    assert.deepEqual(rows.flatMap(([names]) => wordsIn(names)).sort(), Object.keys(eventAttributes).sort());
  });

  for (const name of ['event', 'result', 'entityType'] as const) {
    test(`says every word that ${name} takes`, () => {
      const [, words] = rows.find(([names]) => wordsIn(names).includes(name)) ?? [];
      assert.deepEqual(wordsIn(words).sort(), [...wordsOf(eventAttributes[name])].sort());
    });
  }
});
