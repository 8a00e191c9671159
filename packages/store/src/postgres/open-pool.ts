import { type ClientBase, Pool, types } from 'pg';
import { checkServer } from './check-server.ts';
import { ServerLink } from './server-link.ts';

/** The object identifier of int8 in every PostgreSQL. */
const int8 = 20;

export interface PoolOptions {
  readonly url: string;
  readonly max: number;
  /** Whether its connections may write. */
  readonly writes: boolean;
  /** How long the server may work on a statement; the client gives up a little later. */
  readonly statementTimeoutMilliseconds: number;
  /** How long connecting may take, and waiting for a connection that others have. */
  readonly connectTimeoutMilliseconds?: number;
  /** What its connections share with those of other pools. */
  readonly link?: ServerLink;
  /** How its statements are planned, where not as the server is set. */
  readonly planning?: Readonly<Record<string, string>>;
}

/**
 * A pool whose every connection is checked and settled before its first use: a setting changed for a role or
 * a database reaches new connections only, so once at the start is not enough.
 */
export function openPool(options: PoolOptions): Pool {
  const { link = new ServerLink(), connectTimeoutMilliseconds = 5_000 } = options;
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    application_name: 'countersign',
    stream: () => link.open(),
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    connectionTimeoutMillis: connectTimeoutMilliseconds,
    // A server that hangs without closing the connection answers nothing, not even its own timeouts.
    query_timeout: options.statementTimeoutMilliseconds + 1_000,
    types: { getTypeParser: parserOf },
    onConnect: (client) => settle(client, link, options),
  });
  // A connection that dies in the pool is dropped from it; the next query opens another or fails by itself.
  pool.on('error', () => undefined);
  return pool;
}

async function settle(client: ClientBase, link: ServerLink, options: PoolOptions): Promise<void> {
  // A connection that dies between two statements fails the next one; unheard, the event would end the process.
  client.on('error', () => undefined);
  const { synchronousCommit } = await checkServer(client, link);
  const settings: Readonly<Record<string, string>> = {
    // Held fast at the value that was checked, whatever is reconfigured while this connection lives.
    synchronous_commit: synchronousCommit,
    default_transaction_isolation: 'read committed',
    default_transaction_read_only: options.writes ? 'off' : 'on',
    statement_timeout: String(options.statementTimeoutMilliseconds),
    lock_timeout: '10000',
    // A node that was cut off in the middle of a change holds the row that every other node's changes wait for.
    idle_in_transaction_session_timeout: '5000',
    // A server that sends an answer to nobody, or waits for nobody's next word, should know it as soon.
    tcp_user_timeout: '5000',
    tcp_keepalives_idle: '5',
    tcp_keepalives_interval: '1',
    tcp_keepalives_count: '5',
    // A role that silences warnings would hide the one that matters, on COMMIT.
    client_min_messages: 'warning',
    ...options.planning,
  };
  const names = Object.keys(settings);
  const calls = names.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, false)`);
  await client.query(`select ${calls.join(', ')}`, Object.entries(settings).flat());
}

/** Our whole numbers are below 2^53; the driver would hand out eight-byte ones as text. */
function parserOf(oid: number, format: 'text' | 'binary' = 'text') {
  return oid === int8 && format === 'text' ? Number : types.getTypeParser(oid, format);
}
