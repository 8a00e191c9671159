import type { CommandRow } from './command.ts';

/**
 * Every command of the server. A new one is a file beside this one and a row here. Its file is read when it is run:
 * whoever is told that a setting is wrong does not wait for all that answers requests.
 */
export const commandTable: readonly CommandRow[] = [
  {
    words: 'serve',
    options: { workers: 'N' },
    settings: { workers: 'workers' },
    summary: 'answer requests until stopped, in N processes',
    run: async (...all) => (await import('./serve.ts')).serve(...all),
  },
  {
    words: 'audit verify',
    options: { checkpoint: 'FILE' },
    summary: 'follow the whole audit chain, and hold it to checkpoints',
    run: async (...all) => (await import('./audit-verify.ts')).verifyAudit(...all),
  },
  {
    words: 'audit checkpoint',
    summary: 'print a signed checkpoint, to be kept elsewhere',
    run: async (...all) => (await import('./audit-checkpoint.ts')).printCheckpoint(...all),
  },
  {
    words: 'recover-admin',
    operands: ['LOGIN'],
    options: { name: 'NAME' },
    summary: 'make somebody System Admin; with a name, make the account too',
    run: async (...all) => (await import('./recover-admin.ts')).recoverAdmin(...all),
  },
  {
    words: 'signing-key replace',
    summary: 'sign identity tokens with a new key at once, and believe no other',
    run: async (...all) => (await import('./replace-signing-key.ts')).replaceSigningKey(...all),
  },
];
