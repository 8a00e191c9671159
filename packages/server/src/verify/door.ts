import {
  globalProjectId,
  type PermissionKey,
  type ProjectId,
  type ProvedFacts,
  type Service,
} from '@countersign/core';
import { parseForm } from './form.ts';
import { maxAgeRule, readMaxAge } from './max-age.ts';

/** What a proxy asks for: whose door it guards, and what whoever passes must be allowed there. */
export interface Door {
  readonly service: Service;
  readonly demand: Demand | undefined;
}

export interface Demand {
  readonly permission: PermissionKey;
  /** Where it must be held: in a project, or in Global, which is every project. */
  readonly place: ProjectId;
}

interface Unreadable {
  readonly ok: false;
  readonly field: string;
  readonly rule: string;
}

export type DoorReading = { readonly ok: true; readonly door: Door } | Unreadable;

/** What the proxy was configured to ask, before any of it was looked up. */
export interface DoorQuery {
  readonly ok: true;
  /** An id or a key. */
  readonly service: string;
  readonly permission: string | undefined;
  readonly project: string | undefined;
  /** From how long ago the answer may be, in seconds. */
  readonly maxAge: number;
}

const known: readonly string[] = ['service', 'permission', 'project', 'max_age'];

/**
 * Reads what the proxy was configured to ask. Whatever is misspelt, withdrawn or unknown is an error whoever
 * stands at the door: a demand that nobody understands must not become one that everybody meets.
 */
export function readDoorQuery(query: string): DoorQuery | Unreadable {
  const form = parseForm(query);
  if (form === undefined) return bad('service', 'must be given once, as an id or a key');
  const stranger = [...form.keys()].find((name) => !known.includes(name));
  if (stranger !== undefined) return bad('service', 'stands beside permission, project and max_age alone');
  const service = form.get('service') ?? '';
  if (service === '') return bad('service', 'must be given once, as an id or a key');
  const permission = form.get('permission');
  const project = form.get('project');
  if (permission === undefined && project !== undefined)
    return bad('project', 'must stand beside a permission');
  const maxAge = readMaxAge(form.get('max_age'));
  if (maxAge === 'malformed') return bad('max_age', maxAgeRule);
  return { ok: true, service, permission, project, maxAge };
}

/** Looks up what is asked for. */
export async function findDoor(
  facts: ProvedFacts,
  { service: name, permission: key, project }: DoorQuery,
): Promise<DoorReading> {
  const service = await facts.service(name);
  if (service === undefined) return bad('service', 'names no service');
  if (key === undefined) return { ok: true, door: { service, demand: undefined } };
  const permission = (await facts.catalog()).get(key as PermissionKey);
  if (permission === undefined || permission.serviceId !== service.id)
    return bad('permission', 'names no permission that the service declares');
  const place = await readPlace(facts, project);
  if (place === undefined) return bad('project', 'names no project');
  return { ok: true, door: { service, demand: { permission: permission.key, place } } };
}

async function readPlace(facts: ProvedFacts, name: string | undefined): Promise<ProjectId | undefined> {
  if (name === undefined) return globalProjectId;
  return (await facts.project(name))?.id;
}

function bad(field: string, rule: string): Unreadable {
  return { ok: false, field, rule };
}
