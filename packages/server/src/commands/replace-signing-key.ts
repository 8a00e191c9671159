import { checkKeyRingFits, composeExisting } from '../compose.ts';
import { makeSigningKey } from '../oauth/signing-keys.ts';
import type { Command } from './command.ts';

/**
 * `countersign-server signing-key replace`: a new key signs identity tokens from now on, and all others are gone. For when
 * somebody may have one of them; by itself the authority replaces its keys without haste.
 */
export const replaceSigningKey: Command = async (settings, { print }) => {
  const authority = await composeExisting(settings);
  try {
    await checkKeyRingFits(authority.store);
    const key = await makeSigningKey(authority);
    await authority.store.signingKeys.replaceAll(key);
    print(`Identity tokens are signed with the key ${key.id} from now on, and no other is believed.`);
    print('Authorities that run follow within a minute; services, as soon as they read the keys again.');
    return 0;
  } finally {
    await authority.store.close();
  }
};
