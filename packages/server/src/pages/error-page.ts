import type { FastifyReply } from 'fastify';
import { html } from './markup/html.ts';
import { sendPage } from './markup/layout.ts';

/** What went wrong, as far as everybody may know it. The request id leads whoever runs the server to the rest. */
export interface ErrorPage {
  readonly basePath: string;
  readonly status: number;
  readonly requestId: string;
  readonly retryAfterSeconds?: number | undefined;
}

interface Words {
  readonly title: string;
  readonly text: string;
}

const words: Readonly<Record<number, Words>> = {
  400: { title: 'Not understood', text: 'The request is malformed. Go back, reload the page and try again.' },
  403: {
    title: 'Refused',
    text: 'The request did not come from a page of this site. Open the page here and try again.',
  },
  404: { title: 'Nothing here', text: 'There is no page at this address.' },
  405: { title: 'Not like this', text: 'This address does not answer that kind of request.' },
  413: { title: 'Too long', text: 'More was sent than this page takes.' },
  415: { title: 'Not understood', text: 'This page takes forms alone.' },
  429: { title: 'Too many attempts', text: 'Wait a little and try again.' },
  500: {
    title: 'Something went wrong',
    text: 'The fault is on our side.',
  },
  503: { title: 'Not now', text: 'No answer can be given at the moment. Try again in a few seconds.' },
};

const unknown = { title: 'That did not work', text: 'The request could not be answered.' };

export function sendErrorPage(reply: FastifyReply, error: ErrorPage): FastifyReply {
  const { basePath, status, requestId, retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const { title, text } = words[status] ?? unknown;
  const main = html`<p class="status">${status}</p>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="${basePath}/">Go to the start page</a></p>
<p class="aside">Request <code>${requestId}</code></p>`;
  return sendPage(reply, status, { basePath, title, main });
}
