import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Pool } from 'pg';

/**
 * What nodes on PostgreSQL are measured against: a server that keeps nothing in memory and looks each token up, with one
 * prepared query by its digest on a pool of eight. It decides nothing and knows no asking service; whoever does that, too,
 * asks more. The database's address on standard input, its own port on standard output.
 */
const pool = new Pool({ connectionString: (await text(process.stdin)).trim(), max: 8 });
// The database ends first.
pool.on('error', () => process.exit(0));
const query = { name: 'token', text: 'select * from permanent_tokens where hash = $1' };
const type = { 'Content-Type': 'application/json; charset=utf-8' };

const server = createServer((request, response) => {
  text(request)
    .then(async (body) => {
      const token = new URLSearchParams(body).get('token') ?? '';
      const { rows } = await pool.query({ ...query, values: [hash('sha256', token, 'base64url')] });
      const [row] = rows;
      const answer = row === undefined ? { active: false } : { ...row, active: true };
      response.writeHead(200, type).end(JSON.stringify(answer));
    })
    .catch(() => response.writeHead(503).end());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify((server.address() as AddressInfo).port)}\n`);
});
