import type { FastifyReply } from 'fastify';
import { type Html, html } from './html.ts';
import { mark } from './mark.ts';
import { icon, passkeyScript, styleSheet } from './page-files.ts';

/** What every page is made of. No script stands in it; one is loaded by pages that can take a passkey, and no other. */
export interface Page {
  readonly basePath: string;
  readonly title: string;
  readonly main: Html;
  /** Whether the page has a form for a passkey. */
  readonly takesPasskeys?: boolean;
}

/** A whole document. */
export function layOut({ basePath, title, main, takesPasskeys = false }: Page): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Countersign</title>
    <link rel="icon" type="image/svg+xml" href="${basePath}${icon.path}" />
    <link rel="stylesheet" href="${basePath}${styleSheet.path}" />
    ${takesPasskeys && html`<script type="module" src="${basePath}${passkeyScript.path}"></script>`}
  </head>
  <body>
    <header class="brand">${mark}<span>Countersign</span></header>
    <main class="card">${main}</main>
  </body>
</html>
`;
}

/** Answers with a page. Pages are never kept: they may hold what somebody typed. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  if (page.takesPasskeys) reply.face = 'passkey-page';
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'text/html; charset=utf-8')
    .send(layOut(page).toString());
}
