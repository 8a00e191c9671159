import { BlockList, isIP } from 'node:net';
import { ok, refuse } from '@countersign/core';
import type { ValueRule } from './value-rule.ts';

/** Addresses and networks in CIDR form: commas between them in the environment, an array in the file. */
export const addressList: ValueRule<BlockList> = {
  fromText: (text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  parse: (given) => {
    const list = new BlockList();
    if (!Array.isArray(given) || !given.every((entry) => typeof entry === 'string' && addTo(list, entry))) {
      return refuse('must be a list of IP addresses or networks, such as 10.0.0.7 or 10.0.0.0/8');
    }
    return ok(list);
  },
};

/** Adds one entry; false when it is none. A network of everybody is none: it would let any client name its own address. */
function addTo(list: BlockList, entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) {
    list.addAddress(address, family);
    return true;
  }
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0;
  if (length < 1 || length > (version === 6 ? 128 : 32)) return false;
  list.addSubnet(address, length, family);
  return true;
}
