import type { ServiceAttributes } from '@countersign/core';
import { sql } from 'kysely';
import { exactMatches, foldedMatches, hasWords } from './column-conditions.ts';
import type { Conditions } from './condition-of.ts';

/** How the list of services answers what it is asked. */
export const serviceConditions: Conditions<ServiceAttributes> = {
  attributes: {
    name: foldedMatches(sql.ref('name_folded')),
    applicationName: foldedMatches(sql.ref('name_folded')),
    key: foldedMatches(sql.ref('key_form')),
    id: exactMatches(sql.ref('id')),
  },
  text: hasWords(sql.ref('search_text')),
};
