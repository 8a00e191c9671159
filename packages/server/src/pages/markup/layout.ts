import type { FastifyReply } from 'fastify';
import { type Html, html } from './html.ts';
import { mark } from './mark.ts';
import { icon, styleSheet } from './page-files.ts';

/** What every page is made of. No script stands in it, or ever runs: the content policy names none. */
export interface Page {
  readonly basePath: string;
  readonly title: string;
  readonly main: Html;
}

/** A whole document. */
export function layOut({ basePath, title, main }: Page): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Countersign</title>
    <link rel="icon" type="image/svg+xml" href="${basePath}${icon.path}" />
    <link rel="stylesheet" href="${basePath}${styleSheet.path}" />
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
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'text/html; charset=utf-8')
    .send(layOut(page).toString());
}
