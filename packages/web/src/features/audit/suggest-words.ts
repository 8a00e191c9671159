/**
 * Suggestions for a query of the audit log: its names, and the values of those that have a fixed few. All of it is
 * known here, so nothing is asked of the server.
 */

import { auditActs, auditTargets } from '../../lib/messages/audit.ts';
import { t } from '../../lib/messages.ts';
import type { QuerySuggestion, QuerySuggestions } from '../../ui/query-completion.ts';

const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  act: auditActs,
  result: t.audit.results,
  event: t.audit.effects,
  entitytype: auditTargets,
};

/** Everything of the query that stands before what is being typed, up to the caret. */
const valueForm = /(?:^|\s)([a-z]+)\s*:\s*(?:[^\s,{}]+\s*,\s*)*([^\s,{}:]*)$/i;
const nameForm = /(?:^|\s)([a-z]*)$/i;

export function suggestWords(query: string, caret: number): QuerySuggestions {
  const typed = query.slice(0, caret);
  const [, name = '', value = ''] = valueForm.exec(typed) ?? [];
  const known = Object.hasOwn(values, name.toLowerCase()) ? values[name.toLowerCase()] : undefined;
  if (known !== undefined) return answer(query, caret, value, known, ' ');
  const start = nameForm.exec(typed)?.[1];
  return name === '' && start !== undefined
    ? answer(query, caret, start, t.audit.words, ': ')
    : { query, caret, suggestions: [] };
}

function answer(
  query: string,
  caret: number,
  typed: string,
  known: Readonly<Record<string, string>>,
  suffix: string,
): QuerySuggestions {
  const start = caret - typed.length;
  const end = caret + (/^[^\s,{}:]*/.exec(query.slice(caret))?.[0].length ?? 0);
  const suggestions = Object.entries(known)
    .filter(([option]) => option.toLowerCase().includes(typed.toLowerCase()))
    .map(
      ([option, description]): QuerySuggestion => ({
        option,
        description,
        suffix,
        completionStart: start,
        completionEnd: end,
        caret: start + option.length + suffix.length,
      }),
    );
  return { query, caret, suggestions };
}
