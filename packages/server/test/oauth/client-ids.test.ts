import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, registerClient } from '../../../../test/harness/oauth-client.ts';
import { ask, introspect, registerService } from '../../../../test/harness/rest-client.ts';
import { fresh } from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { createPerson } from '../harness/people.ts';

const house = await openHouse();
const { url, cookie } = house;

test('nobody chooses the id of a service, when it is made or later (RFC 9700 §4.15)', async () => {
  const person = await createPerson(house, fresh('person'));
  const create = (more: object) =>
    ask(`${url}/api/rest/services`, {
      method: 'POST',
      cookie,
      body: { name: fresh('service'), key: fresh('service'), ...more },
    });
  const refused = await create({ id: person.id });
  assert.deepEqual([refused.status, refused.json.error_field], [400, 'id']);
  const { json: made } = await create({ clientId: person.id, client_id: person.id });
  assert.match(made.id, /^[0-9a-f-]{36}$/);
  assert.notEqual(made.id, person.id);
  const changed = await ask(`${url}/api/rest/services/${made.id}`, {
    method: 'POST',
    cookie,
    body: { id: person.id, name: fresh('service') },
  });
  assert.deepEqual([changed.status, changed.json.error_field], [400, 'id']);
});

test('a service that has the key, the name or the id of a user as its own is not taken for that user', async () => {
  const person = await createPerson(house, fresh('person'));
  const door = await registerService(url, cookie, fresh('door'));
  const client = await registerClient(house, person.login);
  await ask(`${url}/api/rest/services/${client.id}`, { method: 'POST', cookie, body: { name: person.id } });
  const { access } = await connect(client, house, `openid ${door.id}`);
  const { json } = await introspect(url, door, access);
  assert.deepEqual([json.active, json.sub, json.client_id], [true, house.administratorId, client.id]);
});

test('a user who is called as a service is not taken for it', async () => {
  const client = await registerClient(house, fresh('client'));
  const door = await registerService(url, cookie, fresh('door'));
  const person = await createPerson(house, client.id);
  const other = await registerClient(house, fresh('client'));
  const { access } = await connect(other, { url, cookie: person.cookie }, `openid ${door.id}`);
  const { json } = await introspect(url, door, access);
  assert.deepEqual([json.sub, json.client_id], [person.id, other.id]);
  assert.notEqual(json.sub, client.id);
});
