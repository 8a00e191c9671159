import type { UserCreate } from '@countersign/api';
import {
  type Caller,
  type FieldRule,
  malformed,
  type NewUser,
  ok,
  type Result,
  refuse,
  Secret,
  type UserTables,
} from '@countersign/core';
import { readGroupTargets, readUserTarget } from '../read-target.ts';

/** A new account as the body describes it: beside the name, or in the details that clients of this dialect send. */
export async function readNewUser(
  tables: UserTables,
  caller: Caller,
  body: UserCreate,
): Promise<Result<NewUser>> {
  const means = readSignInMeans(body);
  if (!means.ok) return means;
  const { login, email, password } = means.value;
  const groups = readGroupTargets(body.groups ?? [], 'groups', 'names no group that can be joined');
  if (!groups.ok) return groups;
  const owner =
    body.owner == null
      ? undefined
      : await readUserTarget(tables, caller, body.owner, 'owner', 'must be an active person');
  if (owner?.ok === false) return owner;
  return ok({
    kind: body.kind ?? 'person',
    login,
    name: body.name,
    email,
    password: password === undefined ? undefined : new Secret(password),
    ownerId: owner?.value,
    purpose: body.purpose || undefined,
    groups: groups.value,
  });
}

interface SignInMeans {
  readonly login: string;
  readonly email: string | undefined;
  readonly password: string | undefined;
}

/** What is said twice must be the same; who has an address and no login signs in with the address. */
function readSignInMeans(body: UserCreate): Result<SignInMeans> {
  const login = new Agreed('login', body.login);
  const email = new Agreed('email', body.email ?? undefined);
  const password = new Agreed('password', body.password ?? undefined);
  for (const [index, detail] of (body.details ?? []).entries()) {
    login.add(`details.${index}.login`, detail.login);
    email.add(`details.${index}.email`, detail.email?.email);
    password.add(`details.${index}.password`, detail.password?.value);
  }
  const [first, ...rest] = [login, email, password].flatMap(({ broken }) => broken);
  if (first !== undefined) return refuse({ kind: 'malformed', fields: [first, ...rest] });
  const name = login.value ?? email.value;
  return name === undefined
    ? refuse(malformed('login', 'is required'))
    : ok({ login: name, email: email.value, password: password.value });
}

/** One value that may be given in several places. */
class Agreed {
  readonly #field: string;
  value: string | undefined;
  readonly broken: FieldRule[] = [];

  constructor(field: string, value: string | undefined) {
    this.#field = field;
    this.value = value;
  }

  add(field: string, value: string | undefined): void {
    if (value === undefined) return;
    if (this.value !== undefined && this.value !== value)
      this.broken.push({ field, rule: `must not contradict the ${this.#field} given before it` });
    this.value ??= value;
  }
}
