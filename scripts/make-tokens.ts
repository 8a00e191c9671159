/**
 * `node scripts/make-tokens.ts --data ./data --count 1000000 --owner ada [--owner bob] [--service <key>] [--print 10]`
 *
 * Makes many valid tokens in the data directory of a stopped authority on SQLite, spread evenly over the owners and
 * good for the services (the authority itself when none is named), and prints some of them. For trying out large
 * numbers; real tokens are made in the web application or over REST.
 */
import { parseArgs } from 'node:util';
import { authorityServiceId, loginKey, type ServiceId, serviceKeyForm, type UserId } from '@countersign/core';
import { openStoreIn } from '../test/faults/open-store.ts';
import { makeTokenCrowd } from '../test/faults/token-crowd.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: './data' },
    count: { type: 'string', default: '1000000' },
    owner: { type: 'string', multiple: true, default: [] },
    service: { type: 'string', multiple: true, default: [] },
    print: { type: 'string', default: '0' },
  },
});
const { owners, audience } = await findNamed();
const startedAt = performance.now();
const kept = await makeTokenCrowd({
  dataDirectory: values.data,
  count: Number(values.count),
  keep: Number(values.print),
  ownerOf: (index) => owners[index % owners.length] as UserId,
  audienceOf: () => audience,
  report: (made) => made % 100_000 === 0 && console.error(`${made} tokens made`),
});
for (const { secret } of kept) console.log(secret.reveal());
console.error(`${values.count} tokens in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);

async function findNamed(): Promise<{ owners: readonly UserId[]; audience: readonly ServiceId[] }> {
  if (values.owner.length === 0) throw new Error('name at least one --owner by login');
  const { store } = await openStoreIn(values.data);
  try {
    const owners: UserId[] = [];
    for (const login of values.owner) {
      const user = await store.tables.users.findByLoginKey(loginKey(login));
      if (user === undefined) throw new Error(`there is no user ${login}`);
      owners.push(user.id);
    }
    const audience: ServiceId[] = [];
    for (const key of values.service) {
      const service = await store.tables.services.findByKeyForm(serviceKeyForm(key));
      if (service === undefined) throw new Error(`there is no service ${key}`);
      audience.push(service.id);
    }
    return { owners, audience: audience.length === 0 ? [authorityServiceId] : audience };
  } finally {
    await store.close();
  }
}
