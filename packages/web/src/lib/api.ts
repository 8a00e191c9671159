import { AuthorityClient } from '@countersign/sdk';
import { basePath } from './base-path.ts';
import { pathsUnder } from './paths.ts';

/** The authority, as the signed-in user: the session's cookie goes along by itself. */
export const client = new AuthorityClient({ url: basePath, credential: 'cookie' });

export const paths = pathsUnder(basePath);
