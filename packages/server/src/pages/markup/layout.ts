import type { FastifyReply } from 'fastify';
import type { RequestPart } from '../../oauth/embedded-sign-in.ts';
import { fitIntoFrame } from '../held-page.ts';
import { type Html, html } from './html.ts';
import { mark } from './mark.ts';
import { frameScript, icon, passkeyScript, styleSheet } from './page-files.ts';

/** What every page is made of. No script stands in it; one is loaded by pages that can take a passkey or stand in a frame. */
export interface Page {
  readonly basePath: string;
  readonly title: string;
  readonly main: Html;
  /** Whether the page has a form for a passkey. */
  readonly takesPasskeys?: boolean;
  /** What it is of a request for which an application sent the visitor; absent: nothing. */
  readonly part?: RequestPart;
  /** The origin around its frame that is told of it. */
  readonly toldOrigin?: string | undefined;
}

/** A whole document. */
export function layOut(page: Page): Html {
  const { basePath, title, main, toldOrigin } = page;
  const script = scriptOf(page);
  return html`<!doctype html>
<html lang="en"${toldOrigin !== undefined && html` data-holder="${toldOrigin}"`}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Countersign</title>
    <link rel="icon" type="image/svg+xml" href="${basePath}${icon.path}" />
    <link rel="stylesheet" href="${basePath}${styleSheet.path}" />
    ${script && html`<script type="module" src="${basePath}${script.path}"></script>`}
  </head>
  <body>
    <header class="brand">${mark}<span>Countersign</span></header>
    <main class="card">${main}</main>
  </body>
</html>
`;
}

/** Browsers answer no passkey within a frame of another origin (WebAuthn §5.10). */
function scriptOf({ takesPasskeys = false, toldOrigin }: Page) {
  if (toldOrigin !== undefined) return frameScript;
  return takesPasskeys ? passkeyScript : undefined;
}

/** Answers with a page. Pages are never kept: they may hold what somebody typed. */
export function sendPage(reply: FastifyReply, status: number, asked: Page): FastifyReply {
  const page = fitIntoFrame(reply, asked);
  if (scriptOf(page) !== undefined) reply.face = 'scripted-page';
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'text/html; charset=utf-8')
    .send(layOut(page).toString());
}
