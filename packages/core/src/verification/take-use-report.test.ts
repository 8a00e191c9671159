import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  anAccessToken,
  anApplicationPassword,
  anAssignment,
  aPermission,
  aRole,
  aServiceToken,
  aToken,
  aUser,
  bob,
  id,
  readPages,
  readTickets,
  tracker,
  wiki,
  writePages,
} from '../../test/builders.ts';
import { fixedClock, noon } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { readServicePermission } from '../access/permission.ts';
import type { IssuedAccessToken } from '../credentials/credential.ts';
import type { PermanentToken } from '../credentials/permanent-token.ts';
import type { UserState } from '../identity/user.ts';
import type { ServiceId } from '../kernel/id.ts';
import { dayMilliseconds, later } from '../kernel/instant.ts';
import type { Exercise } from './exercised-permissions.ts';
import { FreshFacts } from './fresh-facts.ts';
import { type ReportedExercise, type ReportedUse, takeUseReport } from './take-use-report.ts';
import type { Use } from './use-ledger.ts';

const token = aToken();

/** A store with Bob, who may read pages and tickets, and what he presents; and a ledger that tells what it was given. */
function aWorld(given: Partial<PermanentToken> = {}, state: UserState = { kind: 'active' }) {
  const source = new ScriptedFacts();
  const role = aRole({ permissions: [readPages, readTickets, readServicePermission] });
  source.users.set(bob, aUser({ state }));
  source.roles.set(role.id, role);
  source.assignments.push(anAssignment(role));
  source.permissions.push(
    aPermission(readPages),
    aPermission(writePages),
    aPermission(readTickets, { serviceId: tracker }),
  );
  source.tokens.set(token.hash, aToken(given));
  const noted: { uses: [Use, number][]; exercised: [Exercise, number][] } = { uses: [], exercised: [] };
  const uses = {
    note: (use: Use, count = 1) => void noted.uses.push([use, count]),
    noteExercised: (exercise: Exercise, count = 1) => void noted.exercised.push([exercise, count]),
  };
  return {
    source,
    noted,
    async report(
      report: { uses?: readonly ReportedUse[]; exercised?: readonly ReportedExercise[] },
      service: ServiceId = wiki,
    ) {
      const facts = await new FreshFacts(source).prove();
      const ports = { clock: fixedClock(noon), facts, uses };
      return takeUseReport(ports, service, { uses: [], exercised: [], ...report });
    },
  };
}

function aReported(given: Partial<ReportedUse> = {}): ReportedUse {
  return { id: token.id, count: 3, lastAt: noon, address: '192.0.2.1', userAgent: 'curl/8', ...given };
}

function reportedExercise(permission: string, given: Partial<ReportedExercise> = {}): ReportedExercise {
  return { id: token.id, permission, count: 2, lastAt: noon, ...given };
}

describe('what a service reports', () => {
  test('is a use of the credential at that service, as often, when, from where and with what it says', async () => {
    const { report, noted } = aWorld();
    const lastAt = later(noon, -5_000);
    assert.equal(await report({ uses: [aReported({ lastAt })] }), 1);
    const use = {
      credentialId: token.id,
      serviceId: wiki,
      at: lastAt,
      address: '192.0.2.1',
      userAgent: 'curl/8',
    };
    assert.deepEqual(noted.uses, [[use, 3]]);
  });

  test('of a time to come was now, of a day ago was then, and of longer ago is not taken', async () => {
    const { report, noted } = aWorld();
    const times = [1, dayMilliseconds * 400, -dayMilliseconds, -dayMilliseconds - 1];
    const uses = times.map((offset) => aReported({ lastAt: later(noon, offset) }));
    const exercised = times.map((offset) => reportedExercise(readPages, { lastAt: later(noon, offset) }));
    assert.equal(await report({ uses, exercised }), 6);
    const expected = [noon, noon, later(noon, -dayMilliseconds)];
    assert.deepEqual(
      noted.uses.map(([{ at }]) => at),
      expected,
    );
    assert.deepEqual(
      noted.exercised.map(([{ at }]) => at),
      expected,
    );
  });

  test('of an access token is a use of its connection, of an application password its own, with a second factor', async () => {
    const { source, report, noted } = aWorld();
    const access = anAccessToken();
    const password = anApplicationPassword();
    source.accessTokens.set(access.hash, access);
    source.applicationPasswords.set(password.hash, password);
    const uses = [aReported({ id: access.id }), aReported({ id: password.id })];
    assert.equal(await report({ uses }, tracker), 1);
    source.guarded.add(bob);
    assert.equal(await report({ uses }, tracker), 2);
    assert.deepEqual(
      noted.uses.map(([{ credentialId }]) => credentialId),
      [access.connectionId, access.connectionId, password.id],
    );
  });

  const notGood: readonly [string, Partial<PermanentToken>, UserState?][] = [
    ['another service’s', { audience: [tracker] }],
    ['revoked', { state: { kind: 'revoked', at: noon, by: bob } }],
    ['expired', { expiresAt: noon }],
    ['somebody’s who is banned', {}, { kind: 'banned', reason: undefined }],
    ['of no such id', { id: id(99) }],
  ];
  for (const [what, given, state] of notGood) {
    test(`is left out where the credential is ${what}`, async () => {
      const { report, noted } = aWorld(given, state);
      assert.equal(await report({ uses: [aReported()], exercised: [reportedExercise(readPages)] }), 0);
      assert.deepEqual(noted, { uses: [], exercised: [] });
    });
  }

  test('is left out where a token is bound to a key, which no memory is shown, or a service acts by itself', async () => {
    const { source, report } = aWorld();
    const tokens: readonly IssuedAccessToken[] = [anAccessToken({ keyThumbprint: 'a key' }), aServiceToken()];
    for (const one of tokens) source.accessTokens.set(one.hash, one);
    assert.equal(await report({ uses: tokens.map(({ id }) => aReported({ id })) }, tracker), 0);
  });

  test('reads no more of another’s credential than of none', async () => {
    const { source, report } = aWorld({ audience: [tracker] });
    await report({ uses: [aReported({ id: id(99) })] });
    const ofNone = source.reads.splice(0).length;
    await report({ uses: [aReported()] });
    assert.equal(source.reads.length, ofNone);
  });

  test('of a permission is taken where the service declares it and the credential has it', async () => {
    const { report, noted } = aWorld({ audience: [wiki, tracker] });
    const exercised = [readPages, writePages, readTickets, readServicePermission, 'wiki.nothing'].map((key) =>
      reportedExercise(key),
    );
    assert.equal(await report({ exercised }), 1);
    assert.deepEqual(noted.exercised, [
      [{ credentialId: token.id, serviceId: wiki, permission: readPages, at: noon }, 2],
    ]);
    assert.deepEqual(noted.uses, []);
  });
});
