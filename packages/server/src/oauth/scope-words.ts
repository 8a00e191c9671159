import type { ServiceId } from '@countersign/core';

/** Words of OpenID Connect that somebody may ask for; everything else in a scope names a service. */
export const openIdWords: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** The one word by which the engine knows that services were asked for; which ones, it does not know. */
export const servicesWord = 'services';

/** The extra parameter of the engine in which the services ride that a scope named. */
export const askedServices = 'countersign_services';

/** The same for addresses of services (RFC 8707), as a JSON list. */
export const askedResources = 'countersign_resources';

/** A scope as it was asked for, taken apart. */
export interface AskedScope {
  readonly openId: readonly string[];
  /** Services by id, key or name, as they are to be looked up, each with the text that asked for it. */
  readonly services: readonly { readonly name: string; readonly asked: string }[];
}

/**
 * Takes a scope apart: at its spaces, and each item then decoded once more, as Ring UI encodes items before it encodes
 * the whole. An item that does not decode stands for itself.
 */
export function readScope(text: string): AskedScope {
  const items = [...new Set(text.split(' '))].filter((item) => item !== '');
  return {
    openId: items.filter((item) => openIdWords.has(item)),
    services: items
      .filter((item) => !openIdWords.has(item))
      .map((asked) => ({ name: decodeOnce(asked), asked })),
  };
}

function decodeOnce(item: string): string {
  try {
    return decodeURIComponent(item);
  } catch {
    return item;
  }
}

/** What was found for each item; what an answer echoes are the items as they were asked for. */
export interface FoundScope {
  readonly openId: readonly string[];
  readonly services: readonly { readonly id: ServiceId; readonly asked: string }[];
}

/** The scope that the engine sees. */
export function engineScope({ openId, services }: FoundScope): string {
  return [...openId, ...(services.length > 0 ? [servicesWord] : [])].join(' ');
}
