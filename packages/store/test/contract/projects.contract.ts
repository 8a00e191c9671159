import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  globalProjectId,
  instant,
  instantMax,
  newId,
  type Project,
  type ProjectId,
  type ProjectOrderKey,
  type Store,
} from '@countersign/core';
import { StoreDefect } from '../../src/failures.ts';
import { aProject, awkwardTexts, write } from './builders.ts';
import { type OpenFreshStore, random } from './fresh-store.ts';

export function projectsContract(open: OpenFreshStore): void {
  describe('projects', () => {
    test('every field of a project comes back as it was written', async (t) => {
      const { store } = await open(t);
      const projects = [
        aProject({ key: 'PAY', createdAt: instant(0) }),
        aProject({ description: 'all that is paid', createdAt: instantMax }),
        ...awkwardTexts.map((text) => aProject({ name: text, description: text })),
      ];
      await insertAll(store, projects);
      for (const project of projects) {
        assert.deepEqual(await store.tables.projects.find(project.id), project);
        assert.deepEqual(await store.tables.projects.findByKeyForm(project.keyForm), project);
        assert.deepEqual(await store.tables.projects.findByNameForm(project.nameForm), project);
      }
    });

    test('Global is a rule and has no row', async (t) => {
      const { store } = await open(t);
      assert.equal(await store.tables.projects.find(globalProjectId), undefined);
      assert.equal(await store.tables.projects.findByKeyForm('global'), undefined);
    });

    test('an update replaces every field, and what is not there is no project to update', async (t) => {
      const { store } = await open(t);
      const project = aProject({ description: 'of old' });
      await insertAll(store, [project]);
      const changed = { ...aProject(), id: project.id };
      await write(store, (tables) => tables.projects.update(changed));
      assert.deepEqual(await store.tables.projects.find(project.id), changed);
      assert.equal(await store.tables.projects.findByKeyForm(project.keyForm), undefined);
      await assert.rejects(
        write(store, (tables) => tables.projects.update(aProject())),
        StoreDefect,
      );
    });

    test('two projects never share a key or a name, however they are written', async (t) => {
      const { store } = await open(t);
      await insertAll(store, [aProject({ key: 'Pay', name: 'Payments' })]);
      await assert.rejects(insertAll(store, [aProject({ key: 'pAY' })]), StoreDefect);
      await assert.rejects(insertAll(store, [aProject({ name: 'PAYMENTS' })]), StoreDefect);
    });

    test('a project that is deleted is gone, and its key and name are free', async (t) => {
      const { store } = await open(t);
      const project = aProject();
      await insertAll(store, [project]);
      await write(store, (tables) => tables.projects.delete(project.id));
      assert.equal(await store.tables.projects.find(project.id), undefined);
      const again = aProject({ key: project.key, name: project.name });
      await insertAll(store, [again]);
      assert.deepEqual(await store.tables.projects.findByKeyForm(project.keyForm), again);
    });

    test('the list is ordered by name, key and time, with totals beyond the window', async (t) => {
      const { store } = await open(t);
      const keys = ['delta', 'Alpha', 'charlie', 'Bravo'];
      await insertAll(
        store,
        keys.map((key, index) => aProject({ key, name: `${'dcba'[index]}`, createdAt: instant(index) })),
      );
      const keysBy = async (key: ProjectOrderKey, descending: boolean) => {
        const page = await store.tables.projects.list({ skip: 1, top: 2, orderBy: [{ key, descending }] });
        assert.equal(page.total, 4);
        return page.items.map((project) => project.key);
      };
      assert.deepEqual(await keysBy('key', false), ['Bravo', 'charlie']);
      assert.deepEqual(await keysBy('name', false), ['charlie', 'Alpha']);
      assert.deepEqual(await keysBy('creationTime', true), ['charlie', 'Alpha']);
    });

    test('the list holds those among which it is asked for, and nothing when it is asked among none', async (t) => {
      const { store } = await open(t);
      const [one, other] = [aProject(), aProject()];
      await insertAll(store, [one, other]);
      const among = (ids: readonly ProjectId[]) =>
        store.tables.projects.list({ skip: 0, top: 10, orderBy: [] }, { among: ids });
      assert.deepEqual(await among([other.id, newId(random)]), { items: [other], total: 1 });
      assert.deepEqual(await among([]), { items: [], total: 0 });
    });
  });
}

async function insertAll(store: Store, projects: readonly Project[]): Promise<void> {
  await write(store, async (tables) => {
    for (const project of projects) await tables.projects.insert(project);
  });
}
