/** Projects: the list, and the page of one. */
import { plural } from '../format.ts';
import { quoted } from './quoted.ts';

export interface Named {
  readonly name: string;
}

export const projects = {
  title: 'Projects',
  lead: 'The places in which roles are given. What is given in Global holds in all of them.',
  one: 'The project',
  table: 'Projects',
  what: 'The projects',
  empty: 'A project lets you give a role in one place instead of everywhere.',
  total: ({ count }: { count: number }) => plural(count, { one: '# project', other: '# projects' }),
  search: 'Search projects',
  placeholder: 'Name or key',
  created: 'Created',

  new: 'New project…',
  newTitle: 'New project',
  submit: 'Create project',
  made: ({ name }: Named) => `Project ${quoted(name)} created.`,
  notMade: 'The project was not created',
  keyChangeHint: 'Whoever asks for the project by its old key no longer finds it.',
  keyHint: 'A short name by which services know it, such as PAY.',
  editTitle: ({ name }: Named) => `Edit ${quoted(name)}`,
  saved: 'Saved.',
  notSaved: 'The project was not changed',

  who: 'Who may do what here',
  whoLead: { before: 'What was given in ', after: ' holds here, too.' },
  whoEverywhere: 'Who may do what everywhere',
  globalLead: 'Global covers every project, those to come included.',
  nobody: ({ name }: Named) => `No role was given in ${name} yet.`,
  deleteTitle: ({ name }: Named) => `Delete project ${quoted(name)}?`,
  losses: ({ given }: { given: number | undefined }): readonly string[] => [
    given === undefined
      ? 'Every role given in it ends.'
      : given === 0
        ? 'No role was given in it.'
        : plural(given, { one: '# role given in it ends.', other: '# roles given in it end.' }),
    'Tokens that were narrowed to it no longer work there.',
  ],
  deleteSubmit: 'Delete project',
  deleted: ({ name }: Named) => `Project ${quoted(name)} deleted.`,
} as const;
