import type { FastifyReply, FastifyRequest } from 'fastify';
import { holderOf, type RequestPart } from '../oauth/embedded-sign-in.ts';
import { interactionPath } from '../oauth/interaction-path.ts';
import { html } from './markup/html.ts';
import type { Page } from './markup/layout.ts';

/** Where the browser put what it asks for, as it says itself: scripts cannot forge it (Fetch Metadata §2.1). */
const frames: ReadonlySet<string> = new Set(['iframe', 'frame', 'object', 'embed', 'fencedframe']);

/** How the page around shows an answer of ours, where it is known to be one that holds it. */
export interface Frame {
  /** Whether the browser keeps our cookies from it: then nobody can be signed in there. */
  readonly isOfAnotherSite: boolean;
  /** Where the visitor goes on in a window of their own. */
  readonly wayOut: string;
}

/** The frame of a page that signs its visitors in by one; absent for a window, and for pages that may not. */
export function frameOf(request: FastifyRequest, basePath: string): Frame | undefined {
  const { destination, headers } = request;
  const isFramed = frames.has(String(headers['sec-fetch-dest']));
  if (!isFramed || destination === undefined || holderFor(request, 'way-out') === undefined) return undefined;
  return {
    isOfAnotherSite: headers['sec-fetch-site'] === 'cross-site',
    wayOut: `${basePath}${interactionPath}/${destination.uid}`,
  };
}

/**
 * A page as it is shown where it was asked for. In a frame that is the page itself where it may be there, and otherwise
 * one that says where it goes on, so that nobody faces an empty frame; the one script then is that of frames.
 */
export function fitIntoFrame(reply: FastifyReply, page: Page): Page {
  const { request } = reply;
  const frame = frameOf(request, page.basePath);
  const isShown =
    frame === undefined || (!frame.isOfAnotherSite && holderFor(request, page.part)?.mayFrame === true);
  const shown = isShown ? page : wayOutOf(page, frame);
  // A form that is not shown leads nowhere.
  if (!isShown) reply.formTarget = undefined;
  const holder = holderFor(request, shown.part);
  reply.holder = holder;
  // A page of another site is told of nothing to see: Ring UI then shows its user a way of its own.
  const isTold = frame !== undefined && !frame.isOfAnotherSite;
  return { ...shown, ...(isTold && { toldOrigin: holder?.origin }) };
}

function wayOutOf({ basePath }: Page, { isOfAnotherSite, wayOut }: Frame): Page {
  const title = isOfAnotherSite ? 'Nobody can sign in here' : 'Go on in a window of its own';
  const main = isOfAnotherSite
    ? html`<h1>${title}</h1>
<p>The page around this one belongs to another site, and browsers keep the two apart. Sign in there without a frame.</p>`
    : html`<h1>${title}</h1>
<p>What comes next is not shown inside another page, so that you see whom you answer.</p>
<p><a class="button" href="${wayOut}" target="_top">Go on</a></p>`;
  return { basePath, title, main, part: 'way-out' };
}

/** Leads on with a request of an application, without a page. */
export function leadOn(reply: FastifyReply, address: string): FastifyReply {
  reply.holder = holderFor(reply.request, 'step');
  return reply.header('cache-control', 'no-store').redirect(address, 303);
}

function holderFor({ destination }: FastifyRequest, part: RequestPart | undefined) {
  return destination && holderOf(destination.client.client, destination.redirectUri, part);
}
