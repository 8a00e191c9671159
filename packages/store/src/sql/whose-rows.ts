import type { ConnectionsOf } from '@countersign/core';
import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool } from 'kysely';
import { StoreDefect } from '../failures.ts';
import type { Database } from '../schema/tables.ts';

/** That a row is of a user, to a client, or of both. Whoever names neither would mean everybody's. */
export function isOf(whose: ConnectionsOf): Expression<SqlBool> {
  const { user, client } = whose;
  if (user === undefined && client === undefined)
    throw new StoreDefect('neither a user nor a client is named');
  const row: ExpressionBuilder<Database, 'connections' | 'approved_scopes'> = expressionBuilder();
  return row.and([
    ...(user === undefined ? [] : [row('user_id', '=', user)]),
    ...(client === undefined ? [] : [row('client_id', '=', client)]),
  ]);
}

/** The same, to hold against a row that came. */
export function askedOf({ user, client }: ConnectionsOf) {
  return { ...(user !== undefined && { user_id: user }), ...(client !== undefined && { client_id: client }) };
}
