import { AuthorityClient } from '@countersign/sdk';
import { basePath } from './base-path.ts';
import { heldFetch } from './held-writes.ts';
import { pathsUnder } from './paths.ts';

/** The authority, as the signed-in user: the session's cookie goes along by itself. */
export const client = new AuthorityClient({ url: basePath, credential: 'cookie', fetch: heldFetch });

export const paths = pathsUnder(basePath);
