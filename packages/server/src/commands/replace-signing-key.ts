import { type Caller, replaceSigningKeys } from '@countersign/core';
import { checkKeyRingFits, composeExisting } from '../compose.ts';
import { makeSigningKey } from '../oauth/signing-keys.ts';
import { refusalWords } from '../pages/refusal-words.ts';
import type { Command } from './command.ts';

const operator: Caller = { actor: { kind: 'system' }, origin: { requestId: 'signing-key-replace' } };

/**
 * `countersign-server signing-key replace`: a new key signs identity tokens from now on, and all others are gone. For when
 * somebody may have one of them; by itself the authority replaces its keys without haste. It leaves its event in the
 * audit log.
 */
export const replaceSigningKey: Command = async (settings, { print, complain }) => {
  const authority = await composeExisting(settings);
  try {
    await checkKeyRingFits(authority.store);
    const key = await makeSigningKey(authority);
    const replaced = await replaceSigningKeys(authority, operator, key);
    if (!replaced.ok) {
      complain(refusalWords(replaced.refusal).text);
      return 1;
    }
    print(`Identity tokens are signed with the key ${key.id} from now on, and no other is believed.`);
    print('Authorities that run follow within a minute; services, as soon as they read the keys again.');
    return 0;
  } finally {
    await authority.store.close();
  }
};
