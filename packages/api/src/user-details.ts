/** With what a person signs in. Each person has one such entity, under their own id; a bot has none. */
import * as z from 'zod';
import { type BodyShape, setByServer } from './reading/body.ts';
import { pageEnvelope } from './reading/page.ts';
import { userReference } from './references.ts';
import { passwordText, typedPassword } from './text.ts';

export const userDetails = z.object({
  type: z.literal('LoginuserdetailsJSON'),
  id: z.string(),
  login: z.string(),
  email: z.string().nullable(),
  user: userReference,
  authModuleName: z.literal('Countersign'),
  passwordChangeRequired: z.boolean(),
});
export type UserDetails = z.infer<typeof userDetails>;

export const userDetailsUpdate = z.object({
  password: z.object({
    type: z.literal('PlainpasswordJSON').optional(),
    value: passwordText.describe('The new password'),
    oldValue: typedPassword.optional().describe('The one it replaces'),
  }),
});
export type UserDetailsUpdate = z.infer<typeof userDetailsUpdate>;

export const userDetailsUpdateBody = {
  type: 'LoginuserdetailsJSON',
  schema: userDetailsUpdate,
  refused: {
    ...setByServer(userDetails, userDetailsUpdate),
    login: 'cannot be changed here; change the user',
    email: 'cannot be changed here; change the user',
    passwordChangeRequired: 'cannot be changed here; change the user',
  },
} as const satisfies BodyShape;

export const userDetailsPage = z.object({
  ...pageEnvelope('UserdetailsPage'),
  userdetails: z.array(userDetails),
});
export type UserDetailsPage = z.infer<typeof userDetailsPage>;
