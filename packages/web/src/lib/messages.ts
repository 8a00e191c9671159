/**
 * Every sentence the pages say, in one typed catalogue. Each part of the pages has a file of its own in
 * `messages/`; whoever translates them translates that folder.
 */
import { account } from './messages/account.ts';
import { failure } from './messages/failure.ts';
import { copy, frame, keys } from './messages/frame.ts';
import { deletion, issue, issued, tokens } from './messages/permanent-tokens.ts';

export const t = { frame, keys, copy, failure, account, tokens, issue, issued, deletion } as const;
