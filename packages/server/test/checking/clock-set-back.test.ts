import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { issueToken, registerService } from '../../../../test/harness/rest-client.ts';
import { openHouse } from '../harness/open-house.ts';
import { accepted, checkEverywhere, refused, verdictsOf } from './doors.ts';

mock.timers.enable({ apis: ['Date'], now: Date.now() });
const house = await openHouse();
const door = await registerService(house.url, house.cookie, 'door');

// Faults to survive: the clock of the machine is set back after a token has expired.
test('what has expired stays so when the clock of the machine is set back', async () => {
  const start = Date.now();
  const { token } = await issueToken(house.url, house.cookie, [door.id, '0-0-0-0-0'], {
    expires: start + 60_000,
  });
  const verdicts = async () => verdictsOf(await checkEverywhere(house.url, door, token));
  assert.deepEqual(await verdicts(), accepted);
  mock.timers.setTime(start + 61_000);
  assert.deepEqual(await verdicts(), refused);
  mock.timers.setTime(start);
  assert.deepEqual(await verdicts(), refused);
  mock.timers.setTime(start - 86_400_000);
  assert.deepEqual(await verdicts(), refused);
});
