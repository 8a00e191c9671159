import {
  brokenLoginRule,
  brokenNameRule,
  brokenPasswordRule,
  type FieldRule,
  type FirstGuesses,
  type NewUser,
  Secret,
} from '@countersign/core';
import type { Form } from './form-body.ts';

/** What the set-up page asks for, as it was typed. */
export interface SetUpForm {
  readonly code: string;
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly repeated: string;
}

export type SetUpField = keyof SetUpForm;

/** What is wrong with which field, as sentences. */
export type FieldErrors = Partial<Record<SetUpField, string>>;

export const setUpLabels: Readonly<Record<SetUpField, string>> = {
  code: 'Set-up code',
  login: 'Login',
  name: 'Full name',
  password: 'Password',
  repeated: 'Password again',
};

export function readSetUpForm(form: Form): SetUpForm {
  const field = (name: SetUpField) => form.get(name) ?? '';
  return {
    code: field('code'),
    login: field('login'),
    name: field('name'),
    password: field('password'),
    repeated: field('repeated'),
  };
}

/**
 * What can be said without asking anybody. The core asks it all again; here it is asked so that everything is
 * told at once, because passwords and code have to be typed anew each time.
 */
export function findFieldErrors(
  { code, login, name, password, repeated }: SetUpForm,
  guesses: FirstGuesses,
): FieldErrors {
  const broken: [SetUpField, string | undefined][] = [
    ['code', code.trim() === '' ? 'must not be empty' : undefined],
    ['login', brokenLoginRule(login)],
    ['name', brokenNameRule(name)],
    ['password', brokenPasswordRule(password, [login, name], guesses)],
  ];
  const errors = fieldErrors(
    broken.flatMap(([field, rule]) => (rule === undefined ? [] : [{ field, rule }])),
  );
  return password === repeated ? errors : { ...errors, repeated: 'The two passwords are not the same.' };
}

/** Rules of fields as sentences. A rule about a field that the page does not have stays unsaid. */
export function fieldErrors(rules: readonly FieldRule[]): FieldErrors {
  const known = rules.filter(({ field }) => Object.hasOwn(setUpLabels, field));
  return Object.fromEntries(
    known.map(({ field, rule }) => [field, `${setUpLabels[field as SetUpField]} ${rule}.`]),
  );
}

/** The account that the form asks for. Only a form without errors has a password to make one of. */
export function administratorIn({ login, name, password }: SetUpForm): NewUser {
  return { kind: 'person', login, name, email: undefined, password: new Secret(password) };
}
