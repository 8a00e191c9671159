/**
 * Every sentence the pages say, in one typed catalogue. Each part of the pages has a file of its own in
 * `messages/`; whoever translates them translates that folder.
 */
import { account } from './messages/account.ts';
import { administration } from './messages/administration.ts';
import { failure } from './messages/failure.ts';
import { copy, frame, keys } from './messages/frame.ts';
import { list } from './messages/list.ts';
import { deletion, issue, issued, tokens } from './messages/permanent-tokens.ts';

import { users } from './messages/users.ts';

export const t = {
  frame,
  keys,
  copy,
  failure,
  list,
  account,
  administration,
  users,
  tokens,
  issue,
  issued,
  deletion,
} as const;
