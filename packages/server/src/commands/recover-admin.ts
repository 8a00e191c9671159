import { recoverAdministrator, Secret } from '@countersign/core';
import { composeExisting } from '../compose.ts';
import { refusalWords } from '../pages/refusal-words.ts';
import { createFirstGuesses } from '../platform/first-guesses.ts';
import { createPasswordHasher } from '../platform/password-hasher.ts';
import type { Command } from './command.ts';

/** 120 random bits: nobody guesses it, and it lives until the next sign-in alone. */
const passwordBytes = 15;

/**
 * `countersign-server recover-admin LOGIN [--name NAME]`: makes somebody System Admin, whether or not the
 * authority runs, and prints a password for one sign-in. For the operator of the host who lost the last
 * administrator; whoever can run it could read the key ring too. It leaves its event in the audit log.
 */
export const recoverAdmin: Command = async (settings, { print, complain }, { operands, options }) => {
  const [login = ''] = operands;
  const authority = await composeExisting(settings);
  const passwordHasher = createPasswordHasher(
    authority.random,
    settings.signIn,
    createFirstGuesses(settings.publicUrl.href),
  );
  try {
    const password = new Secret(Buffer.from(authority.random.bytes(passwordBytes)).toString('base64url'));
    const recovered = await recoverAdministrator(
      { ...authority, passwordHasher },
      { login, name: options.name, password },
    );
    if (!recovered.ok) {
      const { text, fields } = refusalWords(recovered.refusal);
      complain(fields.length === 0 ? text : fields.map(({ field, rule }) => `${field} ${rule}`).join('; '));
      return 1;
    }
    print(`${recovered.value.login} is System Admin. Sign in once with this password, and choose another:`);
    print('');
    print(`    ${password.reveal()}`);
    return 0;
  } finally {
    await authority.store.close();
  }
};
