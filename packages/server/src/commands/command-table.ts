import { printCheckpoint } from './audit-checkpoint.ts';
import { verifyAudit } from './audit-verify.ts';
import type { CommandRow } from './command.ts';
import { recoverAdmin } from './recover-admin.ts';
import { replaceSigningKey } from './replace-signing-key.ts';
import { serve } from './serve.ts';

/** Every command of the server. A new one is a file beside this one and a row here. */
export const commandTable: readonly CommandRow[] = [
  { words: 'serve', summary: 'answer requests until stopped', run: serve },
  {
    words: 'audit verify',
    options: { checkpoint: 'FILE' },
    summary: 'follow the whole audit chain, and hold it to checkpoints',
    run: verifyAudit,
  },
  {
    words: 'audit checkpoint',
    summary: 'print a signed checkpoint, to be kept elsewhere',
    run: printCheckpoint,
  },
  {
    words: 'recover-admin',
    operands: ['LOGIN'],
    options: { name: 'NAME' },
    summary: 'make somebody System Admin; with a name, make the account too',
    run: recoverAdmin,
  },
  {
    words: 'signing-key replace',
    summary: 'sign identity tokens with a new key at once, and believe no other',
    run: replaceSigningKey,
  },
];
