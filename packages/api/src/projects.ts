/** Projects: the places where roles are given; Global covers them all. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import type { Sortable } from './reading/order.ts';
import { pageEnvelope } from './reading/page.ts';
import { aliases } from './references.ts';
import { descriptionText, instant, keyText, nameText } from './text.ts';

export const project = z.object({
  type: z.literal('project'),
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  global: z.boolean().describe('Whether it is Global, which covers every other'),
  creationTime: instant,
  aliases,
});
export type Project = z.infer<typeof project>;

export const projectCreate = z.object({
  key: keyText,
  name: nameText,
  description: descriptionText.nullish(),
});
export type ProjectCreate = z.infer<typeof projectCreate>;

export const projectCreateBody = {
  type: 'project',
  schema: projectCreate,
  refused: setByServer(project, projectCreate),
} as const satisfies BodyShape;

export const projectUpdate = z.object({
  key: keyText.optional(),
  name: nameText.optional(),
  description: descriptionText.nullish().describe('null or empty clears it'),
});
export type ProjectUpdate = z.infer<typeof projectUpdate>;

export const projectUpdateBody = {
  type: 'project',
  schema: projectUpdate,
  refused: setByServer(project, projectUpdate),
} as const satisfies BodyShape;

export const projectsPage = z.object({ ...pageEnvelope('ProjectsPage'), projects: z.array(project) });
export type ProjectsPage = z.infer<typeof projectsPage>;

export const projectSortable = { name: 'asc', key: 'asc', creationTime: 'desc' } as const satisfies Sortable;
