import { checkKeyRingFits, composeExisting, type ExistingAuthority } from '../compose.ts';
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
    const id = await replaceKeys(authority);
    print(`Identity tokens are signed with the key ${id} from now on, and no other is believed.`);
    print('Authorities that run follow within a minute; services, as soon as they read the keys again.');
    return 0;
  } finally {
    await authority.store.close();
  }
};

/** Begins anew where an authority that runs made a key in the same moment. */
async function replaceKeys(authority: ExistingAuthority): Promise<string> {
  const { signingKeys } = authority.store;
  for (;;) {
    const before = (await signingKeys.list()).map(({ id }) => id);
    const key = await makeSigningKey(authority);
    if (!(await signingKeys.keep(key, before[0]))) continue;
    await signingKeys.forget(before);
    return key.id;
  }
}
