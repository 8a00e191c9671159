/**
 * What more than a password signs a user in. Each user has one such entity, under the user's own id; it is set up on
 * a page of the authority, or by Hub's two calls. The seed and the recovery codes are in the answer that starts it, and
 * in no other.
 */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import { aliases } from './references.ts';
import { instant, nameText } from './text.ts';

export const twoFactorAuthentication = z.object({
  type: z.literal('twoFactorAuthentication'),
  id: z.string().describe('The id of the user'),
  active: z.boolean().describe('Whether signing in asks for a second factor'),
  required: z.boolean().describe('Whether one of the groups of the user requires it'),
  requiredFrom: instant.nullable().describe('From when on one of them will, where none does yet'),
  devices: z.array(
    z.object({
      kind: z.enum(['app', 'passkey']).describe('An authenticator app, or a passkey or security key'),
      id: z.string(),
      name: z.string(),
      creationTime: z.int(),
      lastAccessTime: z.int().nullable(),
    }),
  ),
  recoveryCodesLeft: z.int(),
});
export type TwoFactorAuthentication = z.infer<typeof twoFactorAuthentication>;

/** How clients of this dialect begin to set up an authenticator app. */
export const twoFactorStart = z.object({
  confirm: z
    .literal(true, 'must be true or absent: nothing is turned on without a code of the app')
    .optional()
    .describe('Whether a code of the app will turn it on, as it always does here'),
  name: nameText.optional().describe('Of the app; absent: "Authenticator app"'),
});
export type TwoFactorStart = z.infer<typeof twoFactorStart>;

/** The answer to that: the only one that ever carries the key and the recovery codes. */
export const startedTwoFactor = z.object({
  type: z.literal('twoFactorAuthentication'),
  id: z.string().describe('The id of the user'),
  secretKey: z.string().describe('What is typed into the app, in base 32; shown this once'),
  qrCodeUri: z.string().describe('The same as an `otpauth` address, for a QR code; shown this once'),
  scratchCodes: z
    .array(z.string())
    .describe('Recovery codes, shown this once; none for who has some, which stay good'),
  failedAttemptsCounter: z.int().min(0).describe('Wrong codes at recent sign-ins'),
  aliases,
});
export type StartedTwoFactor = z.infer<typeof startedTwoFactor>;

export const twoFactorStartBody = {
  type: 'twoFactorAuthentication',
  schema: twoFactorStart,
  refused: setByServer(startedTwoFactor, twoFactorStart),
} as const satisfies BodyShape;

const codeRule = 'must be a code of at most six digits';

export const twoFactorConfirm = z.object({
  code: z
    .union(
      [
        z.int(codeRule).min(0, codeRule).max(999_999, codeRule),
        z.string().regex(/^\s*[0-9][0-9\s]{0,20}$/, codeRule),
      ],
      codeRule,
    )
    .describe('What the app shows. A number has lost its leading zeros, and gets them back'),
});
export type TwoFactorConfirm = z.infer<typeof twoFactorConfirm>;

export const twoFactorConfirmBody = {
  type: 'twoFactorAuthentication',
  schema: twoFactorConfirm,
  refused: setByServer(twoFactorAuthentication, twoFactorConfirm),
} as const satisfies BodyShape;

/** That a user has it, or has begun to set it up, as it stands on the user. */
export const twoFactorReference = z.object({ type: z.literal('twoFactorAuthentication'), id: z.string() });
export type TwoFactorReference = z.infer<typeof twoFactorReference>;
