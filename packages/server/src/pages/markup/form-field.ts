import { tokenPattern } from '@countersign/core';
import { type Html, html } from './html.ts';

/** One labelled field of a form. Its hint and its error belong to it for screen readers, too. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: string;
  readonly kind: 'login' | 'name' | 'password' | 'code' | 'one-time-code';
  /** What was typed before, if it may be shown again. */
  readonly value?: string | undefined;
  readonly hint?: string;
  /** A whole sentence. */
  readonly error?: string | undefined;
  /** Shown and sent, and not to be changed here. */
  readonly isFixed?: boolean;
  /** Where the page begins: one field of a page at most. */
  readonly hasFocus?: boolean;
  /** The id of a message elsewhere on the page that is about this field. */
  readonly describedBy?: string | undefined;
}

/** What a phone's keyboard makes capital by itself. */
const capitals = {
  login: 'none',
  name: 'words',
  password: 'none',
  code: 'characters',
  'one-time-code': 'none',
} as const;

export function formField(field: FormField): Html {
  const { name, label, kind, hint, error, value = '' } = field;
  // A token that was pasted into the wrong field is not for the screen, or for whoever keeps what pages say.
  const shown = tokenPattern.test(value) ? '' : value;
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`, field.describedBy]
    .filter(Boolean)
    .join(' ');
  return html`<div class="field">
  <label class="field-label" for="${name}">${label}</label>
  ${hint && html`<p class="field-hint" id="${name}-hint">${hint}</p>`}
  <input class="${kind === 'code' || kind === 'one-time-code' ? 'control control-code' : 'control'}" id="${name}" name="${name}"
    type="${kind === 'password' ? 'password' : 'text'}" autocomplete="${field.autocomplete}"
    autocapitalize="${capitals[kind]}" spellcheck="false" value="${shown}" required
    ${describedBy !== '' && html`aria-describedby="${describedBy}"`}
    ${error !== undefined && html`aria-invalid="true"`} ${field.isFixed && html`readonly`}
    ${field.hasFocus && html`autofocus`} />
  ${error && html`<p class="field-error" id="${name}-error">${error}</p>`}
</div>`;
}

/** The id of the message about what went wrong with a form as a whole; a page has one at most. */
export const failureId = 'failure';

export function failureNotice(text: string): Html {
  return html`<p class="notice" id="${failureId}" data-tone="danger" role="alert">${text}</p>`;
}

export function notice(tone: 'success' | 'warning', text: string | Html): Html {
  return html`<p class="notice" data-tone="${tone}" role="status">${text}</p>`;
}
