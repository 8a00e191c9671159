import {
  type DateTest,
  type FlagTest,
  foldText,
  type NumberTest,
  type PlainTest,
  type Query,
  searchText,
  type ValueTest,
} from '@countersign/core';
import type { userAttributes } from '../../../core/test/user-attributes.ts';
import type { Person } from './people.ts';

/** Whether a query finds a person, said without any SQL: what both engines are held to. */
export function isFound(query: Query<typeof userAttributes>, person: Person): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => isFound(part, person));
    case 'or':
      return query.parts.some((part) => isFound(part, person));
    case 'not':
      return !isFound(query.part, person);
    case 'text': {
      const text = searchText([person.name, person.login, person.email]);
      return text.includes(` ${query.words}${query.match === 'whole' ? ' ' : ''}`);
    }
    case 'tuple':
      return person.grants.some(
        ({ project, role }) =>
          (query.fields.project ?? [matchesAll]).some((test) => fits(test, foldText(project))) &&
          (query.fields.with ?? [matchesAll]).some((test) => fits(test, foldText(role))),
      );
    case 'attribute':
      return holds(query.name, query.test, person);
  }
}

const matchesAll: ValueTest = { kind: 'value', match: 'prefix', value: '', folded: '' };

function holds(name: string, test: PlainTest, person: Person): boolean {
  switch (name) {
    case 'login':
      return fits(test as ValueTest, foldText(person.login));
    case 'name':
      return fits(test as ValueTest, foldText(person.name));
    case 'email':
      return person.email !== undefined && fits(test as ValueTest, foldText(person.email));
    case 'id':
      return fits({ ...(test as ValueTest), folded: (test as ValueTest).value }, person.id);
    case 'loginStartsWith':
      return fits(beginning(test as ValueTest), foldText(person.login));
    case 'nameStartsWith':
      return fits(beginning(test as ValueTest), foldText(person.name));
    case 'in':
      return person.groups.some((group) => fits(test as ValueTest, foldText(group)));
    case 'is':
      return person.states.some((state) => state === (test as FlagTest).word);
    case 'has':
      return (test as FlagTest).word === 'token' && person.tokens > 0;
    case 'created': {
      const { from, until } = test as DateTest;
      return person.createdAt >= (from ?? -Infinity) && person.createdAt < (until ?? Infinity);
    }
    case 'tokens': {
      const { min, max } = test as NumberTest;
      return person.tokens >= (min ?? -Infinity) && person.tokens <= (max ?? Infinity);
    }
    default:
      throw new Error(`no such attribute: ${name}`);
  }
}

function beginning(test: ValueTest): ValueTest {
  return test.match === 'equals' ? { ...test, match: 'prefix' } : test;
}

function fits({ match, folded }: ValueTest, text: string): boolean {
  if (match === 'equals') return text === folded;
  return match === 'prefix' ? text.startsWith(folded) : text.includes(folded);
}
