import { html } from './html.ts';

/** The mark: a sign, and the sign that confirms it. Keep its paths equal to those of the web application. */
export const mark = html`<svg class="mark" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <path class="mark-sign" d="M4 15.5 9 20.5 18.5 9" />
  <path class="mark-counter" d="M14.2 22.6 16 24.4 28 10.5" />
</svg>`;
