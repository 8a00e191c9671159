import { readFileSync } from 'node:fs';
import { instant } from '@countersign/core';
import type { Person } from './people.ts';

/** The examples of docs/query-language.md, so that each of them can be run as it stands there. */
const page = readFileSync(new URL('../../../../docs/query-language.md', import.meta.url), 'utf8');

/** The moment that the page calls now. */
export const documentedNow = instant(Date.UTC(2026, 11, 1, 12));

/** What the page leaves to its sentence on tuples: two grants that each have one half of it. */
const grantsOf: Readonly<Record<string, Person['grants']>> = {
  lbutler: [{ project: 'Wiki', role: 'Reader' }],
  'jane.doe': [
    { project: 'Wiki', role: 'Writer' },
    { project: 'Blog', role: 'Reader' },
  ],
};

// Behind them stands what each list takes, which is the server's to prove.
const [cast = [], ...examples] = tablesOf(page.slice(0, page.indexOf('## What each list takes')));

export const documentedPeople = castOf(cast);

export const documentedAnswers = examples
  .filter(([first]) => first?.length === 3)
  .flat()
  .map(([query = '', finds = '']) => ({
    query: plain(query),
    finds: finds === 'nobody' ? [] : finds.split(', ').sort(),
  }));

/** Each with the rule as far as the page tells it. */
export const documentedRefusals = examples
  .filter(([first]) => first?.length === 2)
  .flat()
  .map(([query = '', rule = '']) => ({ query: plain(query), rule }));

/** The tables of a page, each as its rows without the heading, each row as its cells. */
function tablesOf(text: string): readonly (readonly (readonly string[])[])[] {
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) => row.slice(2, -2).split(' | ')),
  );
}

function castOf(rows: readonly (readonly string[])[]): readonly Person[] {
  return rows.map(
    ([login = '', name = '', email = '', groups = '', states = '', created = '', tokens = '']) => ({
      id: plain(login),
      login: plain(login),
      name,
      email: email === '–' ? undefined : email,
      groups: listOf(groups),
      states: listOf(states) as Person['states'],
      createdAt: Date.parse(created),
      tokens: Number(tokens),
      grants: grantsOf[plain(login)] ?? [],
    }),
  );
}

function listOf(cell: string): readonly string[] {
  return cell === '–' ? [] : cell.split(', ');
}

function plain(cell: string): string {
  return cell.replaceAll('`', '');
}
