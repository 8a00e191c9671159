import {
  instant,
  type Project,
  type ProjectOrderKey,
  type ProjectStore,
  searchText,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, ProjectRow } from '../schema/tables.ts';
import { conditionOf } from './filter/condition-of.ts';
import { projectConditions } from './filter/project-conditions.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<ProjectOrderKey> = {
  name: 'name_form',
  key: 'key_form',
  creationTime: 'created_at',
};

export function projectStore(db: Kysely<Database>, rows: SealedRows): ProjectStore {
  const projects = db.selectFrom('projects');

  async function findBy(column: 'id' | 'key_form' | 'name_form', value: string) {
    const found = await projects.selectAll().where(column, '=', value).executeTakeFirst();
    const row = rows.open('projects', found, { [column]: value });
    return row && parseProject(row);
  }

  return {
    find: (id) => findBy('id', id),
    findByKeyForm: (keyForm) => findBy('key_form', keyForm),
    findByNameForm: (nameForm) => findBy('name_form', nameForm),

    list(request, filter = {}) {
      const { among, query: asked } = filter;
      let query = projects;
      if (among !== undefined) query = query.where('id', 'in', among.length > 0 ? among : ['']);
      if (asked !== undefined) query = query.where(conditionOf(asked, projectConditions));
      return readPage({ table: 'projects', rows, query, request, orders, parse: parseProject });
    },

    async insert(project) {
      const row = { ...rows.seal('projects', contentOf(project)), ...searchOf(project) };
      await db.insertInto('projects').values(row).execute();
    },

    async update(project) {
      const row = { ...rows.seal('projects', contentOf(project)), ...searchOf(project) };
      mustHaveUpdated(
        await db.updateTable('projects').set(row).where('id', '=', project.id).executeTakeFirst(),
      );
    },

    async delete(id) {
      await db.deleteFrom('projects').where('id', '=', id).execute();
    },
  };
}

function parseProject(row: ProjectRow): Project {
  return {
    id: trustId(row.id),
    key: row.key,
    keyForm: row.key_form,
    name: row.name,
    nameForm: row.name_form,
    description: row.description ?? undefined,
    createdAt: instant(row.created_at),
  };
}

function contentOf(project: Project): Content<'projects'> {
  return {
    id: project.id,
    key: project.key,
    key_form: project.keyForm,
    name: project.name,
    name_form: project.nameForm,
    description: project.description ?? null,
    created_at: project.createdAt,
  };
}

function searchOf({ key, name, description }: Project) {
  return { search_text: searchText([name, key, description]) };
}
