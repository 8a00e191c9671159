import {
  type EarlierSecret,
  foldText,
  type GroupId,
  instant,
  type OAuthClient,
  type SecretHash,
  type Service,
  type ServiceId,
  type ServiceOrderKey,
  type ServiceSecret,
  type ServiceStore,
  searchText,
  trustId,
} from '@countersign/core';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Content } from '../schema/sealed-columns.ts';
import type { Database, ServiceRow } from '../schema/tables.ts';
import { chunksOf } from './chunks.ts';
import { conditionOf } from './filter/condition-of.ts';
import { serviceConditions } from './filter/service-conditions.ts';
import { mustHaveUpdated } from './must-have-updated.ts';
import { type OrderExpressions, readPage } from './page.ts';
import type { SealedRows } from './seal-row.ts';

const orders: OrderExpressions<ServiceOrderKey> = {
  name: 'name_folded',
  key: 'key_form',
  creationTime: 'created_at',
};

export function serviceStore(db: Kysely<Database>, rows: SealedRows): ServiceStore {
  const services = db.selectFrom('services');

  async function update(service: Service): Promise<void> {
    const row = { ...rows.seal('services', contentOf(service)), ...searchOf(service) };
    mustHaveUpdated(
      await db.updateTable('services').set(row).where('id', '=', service.id).executeTakeFirst(),
    );
  }

  return {
    async find(id) {
      const found = await services.selectAll().where('id', '=', id).executeTakeFirst();
      const row = rows.open('services', found, { id });
      return row && parseService(row);
    },

    async findByKeyForm(keyForm) {
      const found = await services.selectAll().where('key_form', '=', keyForm).executeTakeFirst();
      const row = rows.open('services', found, { key_form: keyForm });
      return row && parseService(row);
    },

    async findByName(name) {
      const folded = foldText(name);
      const found = await services
        .selectAll()
        .where('name_folded', '=', folded)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      // The folded copy is under no seal; the name is.
      const row = rows.openAll('services', found, {}).find((one) => foldText(one.name) === folded);
      return row && parseService(row);
    },

    list(request, filter) {
      const { among, query: asked } = filter;
      let query = services;
      if (among !== undefined) query = query.where('id', 'in', among.length > 0 ? among : ['']);
      if (asked !== undefined) query = query.where(conditionOf(asked, serviceConditions));
      return readPage({ table: 'services', rows, query, request, orders, parse: parseService });
    },

    async insert(service) {
      await db
        .insertInto('services')
        .values({ ...rows.seal('services', contentOf(service)), ...searchOf(service) })
        .execute();
    },

    update,

    async delete(id) {
      await db.deleteFrom('refused_redirects').where('service_id', '=', id).execute();
      await db.deleteFrom('services').where('id', '=', id).execute();
    },

    async removeViewer(group) {
      const found = await services
        .selectAll()
        .where((where) => isViewer(where)(group))
        .execute();
      const open = rows.openAll('services', found, {}).map(parseService);
      for (const service of open) {
        const viewers = service.viewers.filter((viewer) => viewer !== group);
        await update({ ...service, viewers });
      }
      return open.length;
    },
  };
}

/** The services that members of any of the groups may use. */
export async function servicesOpenTo(
  db: Kysely<Database>,
  rows: SealedRows,
  groups: readonly GroupId[],
): Promise<readonly ServiceId[]> {
  const open = new Set<ServiceId>();
  // In pieces: SQLite takes no more than a thousand alternatives in one condition.
  for await (const chunk of chunksOf(groups)) {
    const found = await db
      .selectFrom('services')
      .selectAll()
      .where((where) => where.or(chunk.map(isViewer(where))))
      .orderBy('id')
      .execute();
    const among = new Set<GroupId>(chunk);
    for (const row of rows.openAll('services', found, {}))
      if (parseViewers(row).some((viewer) => among.has(viewer))) open.add(trustId(row.id));
  }
  return [...open];
}

/** Viewers are a JSON list of group ids; an id is digits, letters and dashes, so its quoted form cannot mislead. */
function isViewer(where: ExpressionBuilder<Database, 'services'>) {
  return (group: GroupId) => where('viewers', 'like', `%"${group}"%`);
}

function parseViewers({ viewers }: ServiceRow): GroupId[] {
  return JSON.parse(viewers) as GroupId[];
}

function parseService(row: ServiceRow): Service {
  return {
    id: trustId(row.id),
    key: row.key,
    keyForm: row.key_form,
    name: row.name,
    description: row.description ?? undefined,
    homeUrl: row.home_url ?? undefined,
    viewers: parseViewers(row),
    secret: parseSecret(row),
    ...(row.earlier_secret !== null && { earlierSecret: JSON.parse(row.earlier_secret) as EarlierSecret }),
    ...(row.client !== null && { client: parseClient(row.client) }),
    ...(row.memory_seconds !== null && { memorySeconds: row.memory_seconds }),
    createdAt: instant(row.created_at),
  };
}

/** Settings that were stored before there was a choice do not name it. */
function parseClient(text: string): OAuthClient {
  return { embedsSignIn: false, isStrict: false, ...(JSON.parse(text) as Stored) };
}

type Stored = Omit<OAuthClient, 'embedsSignIn' | 'isStrict'>;

function parseSecret(row: ServiceRow): ServiceSecret | undefined {
  if (row.secret_hash === null || row.secret_hint === null || row.secret_created_at === null)
    return undefined;
  return {
    // The first secret of a service that was there before they had ids goes by the service's own.
    id: trustId(row.secret_id ?? row.id),
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
    description: service.description ?? null,
    client: service.client === undefined ? null : JSON.stringify(service.client),
    secret_id: service.secret?.id ?? null,
    earlier_secret: service.earlierSecret === undefined ? null : JSON.stringify(service.earlierSecret),
    memory_seconds: service.memorySeconds ?? null,
  };
}

function searchOf({ name, key, description }: Service) {
  return { name_folded: foldText(name), search_text: searchText([name, key, description]) };
}
