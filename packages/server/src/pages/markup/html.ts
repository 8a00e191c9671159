/**
 * The only way in which this server produces HTML. Whatever is put into a template is text and is escaped, for
 * element content and for quoted attributes alike; markup is what another template made, and nothing else: no
 * function turns a string into markup. Attribute values in templates are therefore always quoted.
 */
export type { Html };

export type HtmlValue = string | number | Html | readonly Html[] | false | undefined;

class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** Makes markup of a template literal. `false` and `undefined` leave their place empty. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = values.map((value, index) => print(value) + (literals[index + 1] ?? ''));
  return new Html((literals[0] ?? '') + markup.join(''));
}

function print(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(print).join('');
  return escapeText(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** NUL has no place in HTML at all, not even escaped. */
function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll('\0', '\ufffd');
}
