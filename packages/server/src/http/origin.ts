import { type BlockList, isIP } from 'node:net';
import type { Origin, Random } from '@countersign/core';
import type { Incoming } from './incoming.ts';

/**
 * Where a request came from. The peer's address is believed; `X-Forwarded-For` only as far as it was written
 * by configured proxies, read from right to left. Text that is not an address ends the walk, so that junk in
 * the header never hides the last address that is known to be true.
 */
export function clientAddress(request: Incoming, trustedProxies: BlockList): string | undefined {
  const peer = peerOf(request.socket, trustedProxies);
  if (!peer.isTrusted || peer.address === undefined) return peer.address;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse();
  let { address } = peer;
  for (const entry of forwarded) {
    const hop = plainAddress(entry.trim());
    if (hop === undefined) return address;
    address = hop;
    if (!isTrusted(hop, trustedProxies)) return address;
  }
  return address;
}

/** Whether a configured proxy sends this request, whose word counts for what happened before it. */
export function isFromTrustedProxy(request: Incoming, trustedProxies: BlockList): boolean {
  return peerOf(request.socket, trustedProxies).isTrusted;
}

/** Who is at the other end of a connection. */
interface Peer {
  readonly address: string | undefined;
  readonly isTrusted: boolean;
  readonly trustedProxies: BlockList;
}

/** Read once for all requests of a connection: its other end stays the same. */
const peers = new WeakMap<object, Peer>();

function peerOf(socket: Incoming['socket'], trustedProxies: BlockList): Peer {
  const known = peers.get(socket);
  if (known?.trustedProxies === trustedProxies) return known;
  const address = plainAddress(socket.remoteAddress);
  const peer = {
    address,
    isTrusted: address !== undefined && isTrusted(address, trustedProxies),
    trustedProxies,
  };
  peers.set(socket, peer);
  return peer;
}

/** The origin for audit events. The request id is ours: one sent by the client is never taken over. */
export function originOf(request: Incoming, requestId: string, trustedProxies: BlockList): Origin {
  return {
    requestId,
    address: clientAddress(request, trustedProxies),
    userAgent: request.headers['user-agent']?.slice(0, 400),
  };
}

/** Sixteen hexadecimal digits, enough to find one request in a log. */
export function newRequestId(random: Random): string {
  return Buffer.from(random.bytes(8)).toString('hex');
}

/** An address without its IPv4-in-IPv6 wrapping and zone; absent when the text is none. */
export function plainAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bare = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(bare) === 0 ? undefined : bare;
}

function isTrusted(address: string, trustedProxies: BlockList): boolean {
  return trustedProxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
