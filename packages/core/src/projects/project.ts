import { globalProjectId, type ProjectId } from '../kernel/id.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { brokenScriptRule } from '../kernel/name-form.ts';
import { brokenNameRule } from '../kernel/text-rule.ts';

/** A place where a role can be given. */
export interface Project {
  readonly id: ProjectId;
  /** A short name that scripts and proxies use; compared in `projectKeyForm`. */
  readonly key: string;
  readonly keyForm: string;
  readonly name: string;
  /** The one form under which names are compared; unique, so that a refusal names one place. */
  readonly nameForm: string;
  readonly description: string | undefined;
  readonly createdAt: Instant;
}

/** The place that covers every other. It is a rule, not a row: nobody edits or deletes it. */
export const globalProject: Project = {
  id: globalProjectId,
  key: 'global',
  keyForm: 'global',
  name: 'Global',
  nameForm: 'global',
  description: 'Covers every project, group and service.',
  createdAt: instant(0),
};

const keyForm = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

/** The rule a project key breaks, or nothing. It begins with a letter and so is never taken for an identifier. */
export function brokenProjectKeyRule(key: string): string | undefined {
  if (!keyForm.test(key)) return 'must be 1 to 32 letters, digits or _ - and begin with a letter';
  if (projectKeyForm(key) === 'queryassist') return 'is a reserved name';
  // An identifier can begin with a letter too.
  return /^[0-9a-f]{8}-/i.test(key) ? 'must not look like an identifier' : undefined;
}

export function brokenProjectNameRule(name: string): string | undefined {
  return brokenNameRule(name) ?? brokenScriptRule(name);
}

/** Keys are compared without case. */
export function projectKeyForm(key: string): string {
  return key.toLowerCase();
}
