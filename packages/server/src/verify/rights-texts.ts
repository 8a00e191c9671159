import {
  type ActiveVerdict,
  Beside,
  type PermissionSet,
  type Project,
  type ProjectId,
  type ProvedFacts,
  projectsOf,
  type Reach,
  rightsAt,
  type Service,
} from '@countersign/core';
import { presentReach } from '../rest/permissions/present.ts';

/** What a verdict allows at one service, as JSON, and what it was written from beside the set. */
interface RightsText {
  readonly service: Service;
  readonly projects: ReadonlyMap<ProjectId, Project | undefined>;
  readonly text: string;
}

/**
 * What active answers say of permissions. Many of somebody's credentials have one set in common, so the text is kept
 * beside that set, which stands for holder and catalog: it is another object where either changed.
 */
export class RightsTexts {
  readonly #written = new Beside<PermissionSet, RightsText>();

  async of(verdict: ActiveVerdict, service: Service, facts: ProvedFacts): Promise<RightsText> {
    const written = this.#written.get(verdict.permissions);
    if (written !== undefined && (await stillHolds(written, service, facts))) return written;
    const rights = rightsAt(verdict, service.id, await facts.catalog());
    const projects = await readProjects(rights, facts);
    const text = JSON.stringify(rights.map((reach) => presentReach(reach, projects)));
    const made = { service, projects, text };
    this.#written.set(verdict.permissions, made);
    return made;
  }
}

/** Whether the same permissions would be written in the same way now. */
async function stillHolds(written: RightsText, service: Service, facts: ProvedFacts): Promise<boolean> {
  if (written.service !== service) return false;
  for (const [id, project] of written.projects) if ((await facts.project(id)) !== project) return false;
  return true;
}

/** Names are facts, too, and known by now as a rule. */
async function readProjects(
  rights: readonly Reach[],
  facts: ProvedFacts,
): Promise<ReadonlyMap<ProjectId, Project | undefined>> {
  const projects = new Map<ProjectId, Project | undefined>();
  for (const id of projectsOf(rights)) projects.set(id, await facts.project(id));
  return projects;
}
