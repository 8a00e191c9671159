import {
  authorityServiceId,
  type GroupId,
  instant,
  type SecretHash,
  type Service,
  type ServiceOrderKey,
  type ServiceSecret,
  type ServiceStore,
  trustId,
} from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, ServiceRow } from '../schema/tables.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<ServiceOrderKey> = {
  name: 'lower(name)',
  key: 'key_form',
  creationTime: 'created_at',
};

export function serviceStore(db: Kysely<Database>, rows: SealedRows): ServiceStore {
  const services = db.selectFrom('services');

  return {
    async find(id) {
      const found = await services.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('services', found);
      return row && parseService(row);
    },

    async findByKeyForm(keyForm) {
      const found = await services.selectAll().where('key_form', '=', keyForm).executeTakeFirst();
      const row = rows.open('services', found);
      return row && parseService(row);
    },

    list(request, visibleTo) {
      const query = visibleTo === 'everything' ? services : visibleServices(db, visibleTo);
      return readPage({ table: 'services', rows, query, request, orders, parse: parseService });
    },

    async insert(service) {
      await db
        .insertInto('services')
        .values(rows.seal('services', contentOf(service)))
        .execute();
    },

    async update(service) {
      const row = rows.seal('services', contentOf(service));
      mustHaveUpdated(
        await db.updateTable('services').set(row).where('id', '=', service.id).executeTakeFirst(),
      );
    },
  };
}

/** Viewers are a JSON list of group ids; an id is digits, letters and dashes, so its quoted form cannot mislead. */
function visibleServices(db: Kysely<Database>, groups: readonly GroupId[]) {
  return db
    .selectFrom('services')
    .where((where) =>
      where.or([
        where('id', '=', authorityServiceId),
        ...groups.map((group) => where('viewers', 'like', `%"${group}"%`)),
      ]),
    );
}

function parseService(row: ServiceRow): Service {
  return {
    id: trustId(row.id),
    key: row.key,
    keyForm: row.key_form,
    name: row.name,
    homeUrl: row.home_url ?? undefined,
    viewers: JSON.parse(row.viewers) as GroupId[],
    secret: parseSecret(row),
    createdAt: instant(row.created_at),
  };
}

function parseSecret(row: ServiceRow): ServiceSecret | undefined {
  if (row.secret_hash === null || row.secret_hint === null || row.secret_created_at === null)
    return undefined;
  return {
    hash: row.secret_hash as SecretHash,
    hint: row.secret_hint,
    createdAt: instant(row.secret_created_at),
  };
}

function contentOf(service: Service): Content<'services'> {
  return {
    id: service.id,
    key: service.key,
    key_form: service.keyForm,
    name: service.name,
    home_url: service.homeUrl ?? null,
    viewers: JSON.stringify(service.viewers),
    secret_hash: service.secret?.hash ?? null,
    secret_hint: service.secret?.hint ?? null,
    secret_created_at: service.secret?.createdAt ?? null,
    created_at: service.createdAt,
  };
}
