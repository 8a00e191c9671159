import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type AuditEntry, instant, ok } from '@countersign/core';
import { openStoreIn } from '../../../test/faults/open-store.ts';
import { ask, issueToken } from '../../../test/harness/rest-client.ts';
import { openAuthority } from './harness/open-authority.ts';
import { createUser } from './harness/people.ts';
import { assertError } from './harness/refused.ts';

const house = await openAuthority({ env: { COUNTERSIGN_LISTS__TOP_MAX: '100' } });
const { url, cookie } = house;
const bob = await createUser(house, 'bob');
const script = await issueToken(url, cookie, ['0-0-0-0-0'], { name: 'script' });
const forBob = await issueToken(url, cookie, ['0-0-0-0-0'], { userId: bob, name: '@SUM(1+1)' });
await ask(`${url}/api/rest/users`, {
  method: 'POST',
  token: script.token,
  headers: { 'user-agent': '=cmd|x' },
  body: { login: 'made-by-script', name: 'Made' },
});
await ask(`${url}/api/rest/users/${bob}/permanenttokens/${forBob.id}`, { method: 'DELETE', cookie });

describe('an export', () => {
  async function download(query: string) {
    const answer = await ask(`${url}/api/rest/events/export${query}`, { cookie });
    assert.equal(answer.status, 200, answer.text);
    return answer;
  }

  test('as JSON lines has every event as the list shows it, and ends with what it is', async () => {
    const { headers, text } = await download('');
    assert.equal(headers.get('content-type'), 'application/jsonl; charset=utf-8');
    assert.match(
      headers.get('content-disposition') ?? '',
      /^attachment; filename="events-\d{4}-\d\d-\d\dT\d+Z\.jsonl"$/,
    );
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { end } = lines.pop();
    assert.deepEqual([end.count, end.query], [lines.length, '']);
    assert.ok(Math.abs(Date.parse(end.exportedAt) - Date.now()) < 60_000);
    const listed = (await ask(`${url}/api/rest/events?$top=-1`, { cookie })).json.events;
    assert.deepEqual(lines.slice(-listed.length), listed);
  });

  test('of a query has what the query finds, and names it', async () => {
    const query = `target: ${forBob.id}`;
    for (const format of ['jsonl', 'csv']) {
      const { text } = await download(`?format=${format}&query=${encodeURIComponent(query)}`);
      const lines = text.trimEnd().split(/\r?\n/);
      assert.equal(lines.length, format === 'csv' ? 4 : 3);
      assert.match(lines.at(-1) ?? '', new RegExp(query));
    }
  });

  test('as CSV has one row for each event under its heading, all with the same cells', async () => {
    const { headers, text } = await download('?format=csv');
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(headers.get('content-disposition') ?? '', /\.csv"$/);
    const rows = parseCsv(text);
    const [heading, ...events] = rows;
    assert.deepEqual(heading?.slice(0, 3), ['number', 'time', 'kind']);
    assert.ok(rows.every((row) => row.length === heading?.length));
    const end = events.pop();
    assert.match(end?.[0] ?? '', new RegExp(`^# end of the export: ${events.length} events, exported at 20`));
    assert.deepEqual(events.at(-1)?.slice(2, 5), ['authority.founded', 'created', 'success']);
  });

  test('as CSV has no cell that a spreadsheet would run', async () => {
    const { text } = await download('?format=csv');
    const cells = parseCsv(text).flat();
    for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    for (const planted of ['@SUM(1+1)', '=cmd|x']) assert.ok(cells.includes(`'${planted}`), planted);
  });

  test('in another form is refused', async () => {
    for (const query of ['?format=xml', '?format=', '?format=csv&format=csv', '?format=constructor']) {
      assertError(await ask(`${url}/api/rest/events/export${query}`, { cookie }), 400, 'format');
    }
    assertError(await ask(`${url}/api/rest/events/export?query=x`, { cookie }), 400, 'query');
  });

  test('of 5,000 events has every one of them, though no answer may hold more than a hundred', async () => {
    await record(5_000);
    const { json } = await ask(`${url}/api/rest/events?$top=1`, { cookie });
    const lines = (await download('')).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines.pop().end.count, json.total);
    assert.deepEqual(
      lines.map(({ number }) => number),
      Array.from({ length: json.total }, (_, i) => json.total - i),
    );
    const rows = parseCsv((await download('?format=csv&query=address:192.0.2.77')).text);
    assert.equal(rows.length, 5_002);
  });

  test('that is given up in the middle holds nothing up', async () => {
    await record(20_000);
    for (let i = 0; i < 5; i++) {
      const response = await fetch(`${url}/api/rest/events/export`, { headers: { cookie } });
      const reader = response.body?.getReader();
      const first = await reader?.read();
      assert.ok((first?.value?.length ?? 0) > 0);
      await reader?.cancel();
    }
    assert.equal((await ask(`${url}/api/rest/events?$top=1`, { cookie })).status, 200);
  });
});

/** Writes events beside the running authority, as another process of it would. */
async function record(count: number): Promise<void> {
  const event: AuditEntry = {
    kind: 'sign-in.failed',
    at: instant(1_700_000_000_000),
    caller: { actor: { kind: 'anonymous' }, origin: { requestId: 'flood', address: '192.0.2.77' } },
    target: { kind: 'account-name', name: 'somebody' },
  };
  const { store } = await openStoreIn(join(house.dataFolder, 'data'));
  for (let left = count; left > 0; left -= 1_000) {
    const rest = Array.from({ length: Math.min(left, 1_000) - 1 }, () => event);
    await store.change(async () => ok({ value: undefined, events: [event, ...rest], touched: [] }));
  }
  await store.close();
}

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
