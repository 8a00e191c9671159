import type { PermissionReach } from '@countersign/api';
import { NoAnswer } from './no-answer.ts';
import type { Principal } from './verdict.ts';

/** How an answer may be kept. */
export interface Memorable {
  readonly position: number;
  readonly seconds: number;
  readonly dependsOn: readonly string[];
}

/** What the authority said of a credential. */
export type Answer =
  | { readonly kind: 'inactive' }
  | { readonly kind: 'active'; readonly principal: Principal; readonly memorable: Memorable | undefined };

/** What the feed of changes said. */
export interface Changes {
  readonly position: number;
  /** In seconds. */
  readonly bound: number;
  readonly forget: readonly string[] | 'everything';
}

/** No authority states more, in seconds: what does is none. */
const boundMax = 60;
const rememberedMax = 300;

/**
 * Reads what came back, member by member: a page of some proxy, or an authority that speaks otherwise than this verifier
 * knows, says neither yes nor no. Throws `NoAnswer` then.
 */
export function readAnswer(json: unknown): Answer {
  const answer = membersOf(json);
  if (answer.active === false) return { kind: 'inactive' };
  if (answer.active !== true) throw strange('active');
  // What is bound to a key is good with a proof of it alone (RFC 9449 §7.1), and a verifier is shown none.
  if (answer.cnf !== undefined || answer.token_type === 'DPoP') return { kind: 'inactive' };
  const principal: Principal = {
    id: textOf(answer, 'sub'),
    login: optionalText(answer, 'username'),
    clientId: optionalText(answer, 'client_id'),
    credentialId: textOf(answer, 'jti'),
    kind: answer.token_type === 'application_password' ? 'application-password' : 'token',
    permissions: answer.permissions === undefined ? [] : listOf(answer, 'permissions').map(readReach),
  };
  return { kind: 'active', principal, memorable: readMemorable(answer.remember) };
}

export function readChanges(json: unknown): Changes {
  const changes = membersOf(json);
  const { bound } = changes;
  if (typeof bound !== 'number' || !(bound > 0 && bound <= boundMax)) throw strange('bound');
  const forget = changes.forget === 'everything' ? changes.forget : namesOf(changes, 'forget');
  return { position: positionOf(changes), bound, forget };
}

/** Of how many entries of a report the authority took note; the others have ended meanwhile. */
export function readTaken(json: unknown): number {
  const { taken } = membersOf(json);
  if (typeof taken !== 'number') throw strange('taken');
  return taken;
}

function readMemorable(json: unknown): Memorable | undefined {
  if (json === undefined) return undefined;
  const memorable = membersOf(json);
  const { seconds } = memorable;
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= rememberedMax)) throw strange('seconds');
  const dependsOn = namesOf(memorable, 'depends_on');
  // What rests on nothing could be ended by nothing.
  if (dependsOn.length === 0) throw strange('depends_on');
  return { position: positionOf(memorable), seconds, dependsOn };
}

function readReach(json: unknown): PermissionReach {
  const reach = membersOf(json);
  textOf(membersOf(reach.permission), 'key');
  if (typeof reach.global !== 'boolean') throw strange('permissions');
  if (reach.projects !== null)
    for (const project of listOf(reach, 'projects')) textOf(membersOf(project), 'id');
  return json as PermissionReach;
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(json: unknown): Members {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw strange('its form');
  return json as Members;
}

function textOf(members: Members, name: string): string {
  const text = members[name];
  if (typeof text !== 'string' || text === '') throw strange(name);
  return text;
}

function optionalText(members: Members, name: string): string | undefined {
  return members[name] === undefined ? undefined : textOf(members, name);
}

function listOf(members: Members, name: string): readonly unknown[] {
  const list = members[name];
  if (!Array.isArray(list)) throw strange(name);
  return list;
}

function namesOf(members: Members, name: string): readonly string[] {
  return listOf(members, name).map((one) => {
    if (typeof one !== 'string') throw strange(name);
    return one;
  });
}

function positionOf(members: Members): number {
  const text = textOf(members, 'position');
  const position = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(position)) throw strange('position');
  return position;
}

function strange(name: string): NoAnswer {
  return new NoAnswer(`what answered is no authority that this verifier knows: ${name} is not as it must be`);
}
