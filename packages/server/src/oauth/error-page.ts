import type { KoaContextWithOIDC } from 'oidc-provider';
import type { PublicUrl } from '../config/settings.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { html } from '../pages/markup/html.ts';
import { layOut, type Page } from '../pages/markup/layout.ts';

interface Fault {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/**
 * What an application did wrong, told to whoever was sent here by it: nobody is led on to an address that is not
 * registered (RFC 9700 §4.11). The words that the protocol has for it stand below, for the application's makers.
 */
export function applicationFault(basePath: string, { error, error_description }: Fault): Page {
  const title = 'The application asked for something that cannot be';
  const main = html`<h1>${title}</h1>
<p>Go back to the application and try again. If it happens again, tell those who look after it:</p>
<p><code>${error}</code>${error_description !== undefined && html`: ${error_description}`}</p>
<p class="aside"><a href="${basePath}/">Go to the start page</a></p>`;
  return { basePath, title: `Error: ${title}`, main };
}

/** The same, as the engine answers. */
export function renderEngineError({ basePath, isSecure }: PublicUrl) {
  return (ctx: KoaContextWithOIDC, out: Fault): void => {
    for (const [name, value] of securityHeaders('page', isSecure)) ctx.set(name, value);
    ctx.set('cache-control', 'no-store');
    ctx.type = 'html';
    ctx.body = layOut(applicationFault(basePath, out)).toString();
  };
}
