import {
  globalProjectId,
  type PermissionKey,
  type ProjectId,
  type ProvedFacts,
  type Service,
} from '@countersign/core';
import { parseForm } from './form.ts';

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

export type DoorReading =
  | { readonly ok: true; readonly door: Door }
  | { readonly ok: false; readonly field: string; readonly rule: string };

const known: readonly string[] = ['service', 'permission', 'project'];

/**
 * Reads what the proxy was configured to ask. Whatever is misspelt, withdrawn or unknown is an error whoever
 * stands at the door: a demand that nobody understands must not become one that everybody meets.
 */
export async function readDoor(facts: ProvedFacts, query: string): Promise<DoorReading> {
  const form = parseForm(query);
  if (form === undefined) return bad('service', 'must be given once, as an id or a key');
  const stranger = [...form.keys()].find((name) => !known.includes(name));
  if (stranger !== undefined) return bad('service', `stands beside ${known.slice(1).join(' and ')} alone`);
  const name = form.get('service') ?? '';
  if (name === '') return bad('service', 'must be given once, as an id or a key');
  const service = await facts.service(name);
  if (service === undefined) return bad('service', 'names no service');
  const key = form.get('permission');
  if (key === undefined) {
    return form.has('project')
      ? bad('project', 'must stand beside a permission')
      : { ok: true, door: { service, demand: undefined } };
  }
  const permission = (await facts.catalog()).get(key as PermissionKey);
  if (permission === undefined || permission.serviceId !== service.id)
    return bad('permission', 'names no permission that the service declares');
  const place = await readPlace(facts, form.get('project'));
  if (place === undefined) return bad('project', 'names no project');
  return { ok: true, door: { service, demand: { permission: permission.key, place } } };
}

async function readPlace(facts: ProvedFacts, name: string | undefined): Promise<ProjectId | undefined> {
  if (name === undefined) return globalProjectId;
  return (await facts.project(name))?.id;
}

function bad(field: string, rule: string): DoorReading {
  return { ok: false, field, rule };
}
