import { projectFields } from '@countersign/api';
import { malformed, ok, type QueryAssistance, queryLengthMax, type Result, refuse } from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { RestHandler, RestRequest } from './endpoint-handler.ts';
import { readFields, readParameter } from './read-request.ts';

type Assist = (
  tables: Authority['store']['tables'],
  caller: RestRequest['caller'],
  typing: { readonly query: string; readonly caret: number },
) => Promise<Result<QueryAssistance>>;

/** The completion of one list's queries. What is being typed may be wrong in every way, and is no fault. */
export function completing(assist: Assist): RestHandler {
  return async ({ store }, request) => {
    const fields = readFields(request);
    if (!fields.ok) return fields;
    const query = readParameter(request, 'query');
    if (!query.ok) return query;
    const text = query.value ?? '';
    if (text.length > queryLengthMax)
      return refuse(malformed('query', `must be at most ${queryLengthMax} characters`));
    const caret = readCaret(request, text);
    if (!caret.ok) return caret;
    const answer = await assist(store.tables, request.caller, { query: text, caret: caret.value });
    return answer.ok ? ok({ body: projectFields({ ...answer.value }, fields.value) }) : answer;
  };
}

function readCaret(request: RestRequest, query: string): Result<number> {
  const given = readParameter(request, 'caret');
  if (!given.ok) return given;
  if (given.value === undefined) return ok(query.length);
  return /^\d{1,6}$/.test(given.value)
    ? ok(Number(given.value))
    : refuse(malformed('caret', 'must be a whole number from 0 on'));
}
