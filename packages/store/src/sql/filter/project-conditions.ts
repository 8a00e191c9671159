import type { ProjectAttributes, ValueTest } from '@countersign/core';
import { sql } from 'kysely';
import { exactMatches, foldedMatches, hasWords } from './column-conditions.ts';
import type { Conditions } from './condition-of.ts';

/** How the list of projects answers what it is asked. */
export const projectConditions: Conditions<ProjectAttributes> = {
  attributes: {
    name: (test) => foldedMatches(sql.ref('name_form'))(singleSpaced(test)),
    key: foldedMatches(sql.ref('key_form')),
    id: exactMatches(sql.ref('id')),
  },
  text: hasWords(sql.ref('search_text')),
};

/** Names that must be unique are kept with single spaces. */
export function singleSpaced(test: ValueTest): ValueTest {
  return { ...test, folded: test.folded.replaceAll(/\s+/gu, ' ') };
}
