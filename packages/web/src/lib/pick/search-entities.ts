/** The first few entities that fit what somebody types, as the pickers show them. */
import type { PickerItem } from '../../ui/picker.tsx';
import { client } from '../api.ts';
import { t } from '../messages.ts';
import { wordsQuery } from './words-query.ts';

export type EntitySearch = (text: string, signal: AbortSignal) => Promise<readonly PickerItem[]>;

const rangeOf = (text: string, signal: AbortSignal, besides?: string) => {
  const query = wordsQuery(text, besides);
  return { top: 20, orderBy: 'name:asc', signal, ...(query !== '' && { query }) };
};

export const searchUsers: EntitySearch = async (text, signal) => {
  const { users } = await client.users.list(rangeOf(text, signal));
  return users.map(({ id, name, login, kind, banned }) => ({
    id,
    label: name || login,
    note: login,
    tag: banned ? t.pick.banned : kind === 'bot' ? t.users.bot : undefined,
  }));
};

export const searchGroups: EntitySearch = async (text, signal) => {
  const { usergroups } = await client.groups.list(rangeOf(text, signal));
  return usergroups.map(({ id, name }) => ({ id, label: name }));
};

/** Without the two that everybody is in: nothing nests in them, and nobody joins them. */
export const searchJoinableGroups: EntitySearch = async (text, signal) => {
  const { usergroups } = await client.groups.list(rangeOf(text, signal, 'not is: builtIn'));
  return usergroups.map(({ id, name }) => ({ id, label: name }));
};

export const searchServices: EntitySearch = async (text, signal) => {
  const { services } = await client.services.list(rangeOf(text, signal));
  return services.map(({ id, name, key }) => ({ id, label: name, note: key }));
};

export const searchRoles: EntitySearch = async (text, signal) => {
  const { roles } = await client.roles.list(rangeOf(text, signal));
  return roles.map(({ id, name, key }) => ({ id, label: name, note: key }));
};

/** Global comes first: no list has it, and it covers every other. */
export const searchProjects: EntitySearch = async (text, signal) => {
  const { projects } = await client.projects.list(rangeOf(text, signal));
  const found = projects.map(({ id, name, key }) => ({ id, label: name, note: key }));
  const fits = globalItem.label.toLowerCase().startsWith(text.toLowerCase());
  return fits ? [globalItem, ...found] : found;
};

/** The id by which Global is known. */
export const globalProjectId = '0';
const globalItem: PickerItem = { id: globalProjectId, label: t.pick.global, tag: t.pick.everywhere };
