import type { Instant } from '@countersign/core';
import { type Html, html } from './html.ts';

const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** A moment as pages without a script say it: the server does not know the visitor's time zone, and names its own. */
export function moment(at: Instant): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${words.format(at)} UTC</time>`;
}
