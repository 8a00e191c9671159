import { newTokenText, type TokenKind } from '@countersign/core';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import { systemRandom } from '../../src/platform/random.ts';

/** A text with everything that a secret of the kind has, its checksum too, and that no authority ever made. */
export function unknownToken(kind: TokenKind = 'permanentToken'): string {
  return rememberSecret(newTokenText(kind, systemRandom).reveal());
}
