/** SHA-256 of a text, in base64url. Synchronous: it is on the path of every check. */
export type Sha256 = (text: string) => string;

interface CryptoModule {
  hash(algorithm: 'sha256', text: string, encoding: 'base64url'): string;
}

interface Runtime {
  readonly process?: { getBuiltinModule?(name: 'node:crypto'): CryptoModule | undefined };
}

/**
 * The platform's own, asked for by name so that nothing has to be imported: the SDK runs in browsers, too, and verifiers
 * do not. Throws where the platform has none; give the verifier one then.
 */
export function platformSha256(): Sha256 {
  const crypto = (globalThis as Runtime).process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined)
    throw new TypeError('this platform has no node:crypto: give the verifier a sha256');
  return (text) => crypto.hash('sha256', text, 'base64url');
}
