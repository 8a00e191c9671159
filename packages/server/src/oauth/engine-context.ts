import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** The request that the engine is answering now. */
export function contextNow(): KoaContextWithOIDC | undefined {
  return (Provider as unknown as { ctx: KoaContextWithOIDC | undefined }).ctx;
}
