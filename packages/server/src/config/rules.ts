import { BlockList, isIP } from 'node:net';
import type { SettingPath, Values } from './setting-keys.ts';

/** A rule that settings break together, under the name of the one to change first. */
export interface BrokenRule {
  readonly path: SettingPath;
  readonly rule: string;
}

/** What settings that are right one by one may get wrong together. A setting that is not known breaks nothing more. */
export function findBrokenRules(values: Partial<Values>): readonly BrokenRule[] {
  return [idleLongerThanAbsolute(values), idleBeforeWritten(values), listensInTheOpen(values)].filter(
    (broken) => broken !== undefined,
  );
}

function idleLongerThanAbsolute(values: Partial<Values>): BrokenRule | undefined {
  const { 'sessions.idleSeconds': idle, 'sessions.absoluteSeconds': absolute } = values;
  if (idle === undefined || absolute === undefined || idle <= absolute) return undefined;
  return { path: 'sessions.idleSeconds', rule: 'must not be longer than sessions.absoluteSeconds' };
}

/**
 * When a session was last used is known to the others only once it is written. One that is used all the time must not
 * look idle to them.
 */
function idleBeforeWritten(values: Partial<Values>): BrokenRule | undefined {
  const { workers, 'sessions.idleSeconds': idle, 'usage.flushSeconds': flush } = values;
  if (workers === undefined || idle === undefined || flush === undefined) return undefined;
  if (workers === 1 || idle >= 2 * flush) return undefined;
  return {
    path: 'sessions.idleSeconds',
    rule: 'must be at least twice usage.flushSeconds with more workers than one',
  };
}

/**
 * Passwords and tokens never cross a network in the clear (ASVS 12.2.1): whoever listens beyond this machine
 * says what encrypts in front of it, by an https public URL or by naming the proxies.
 */
function listensInTheOpen(values: Partial<Values>): BrokenRule | undefined {
  const { 'listen.host': host, publicUrl, 'listen.trustedProxies': proxies } = values;
  if (host === undefined || publicUrl === undefined || proxies === undefined) return undefined;
  if (isLoopback(host) || publicUrl.isSecure || proxies.rules.length > 0) return undefined;
  return {
    path: 'listen.host',
    rule: 'is not a loopback address: that needs an https publicUrl, or listen.trustedProxies in front of it',
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
