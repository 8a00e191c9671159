import type { EventExportFormat, Event as EventJson } from '@countersign/api';
import type { AuditEvent } from '@countersign/core';
import { csvRow } from './csv-row.ts';
import { presentEvent } from './present.ts';

/** What an export says of itself in its last line: a file without that line is not whole. */
export interface ExportLabel {
  readonly query: string;
  /** ISO 8601. */
  readonly exportedAt: string;
}

/** The events as a file, written while they are read: one piece of them is in memory at a time. */
export async function* exportEvents(
  pieces: AsyncIterable<readonly AuditEvent[]>,
  format: EventExportFormat,
  label: ExportLabel,
): AsyncGenerator<string> {
  const { head, line, end } = forms[format];
  let count = 0;
  if (head !== '') yield head;
  for await (const events of pieces) {
    count += events.length;
    yield events.map((event) => line(presentEvent(event))).join('');
  }
  yield end(count, label);
}

interface Form {
  readonly head: string;
  readonly line: (event: EventJson) => string;
  readonly end: (count: number, label: ExportLabel) => string;
}

const columns: Readonly<Record<string, (event: EventJson) => string>> = {
  number: ({ number }) => String(number),
  time: ({ timestamp }) => timeText(timestamp),
  kind: ({ kind }) => kind,
  type: ({ type }) => type ?? '',
  result: ({ result }) => result,
  authorType: ({ authorType }) => authorType,
  authorId: ({ author }) => author?.id ?? '',
  author: ({ authorPresentation }) => authorPresentation,
  credentialType: ({ credential }) => credential?.type ?? '',
  credentialId: ({ credential }) => credential?.id ?? '',
  subjectId: ({ subject }) => subject?.id ?? '',
  targetType: ({ targetType }) => targetType,
  targetId: ({ targetId }) => targetId ?? '',
  target: ({ targetPresentation }) => targetPresentation,
  changes: ({ changes }) => (changes.length === 0 ? '' : JSON.stringify(changes)),
  details: ({ details }) => (Object.keys(details).length === 0 ? '' : JSON.stringify(details)),
  ipAddress: ({ ipAddress }) => ipAddress ?? '',
  userAgent: ({ userAgent }) => userAgent ?? '',
  requestId: ({ requestId }) => requestId ?? '',
  hash: ({ hash }) => hash,
};
const columnNames = Object.keys(columns);

const forms: { readonly [Format in EventExportFormat]: Form } = {
  jsonl: {
    head: '',
    line: (event) => `${JSON.stringify(event)}\n`,
    end: (count, label) => `${JSON.stringify({ end: { count, ...label } })}\n`,
  },
  csv: {
    head: csvRow(columnNames),
    line: (event) => csvRow(Object.values(columns).map((cell) => cell(event))),
    end: (count, { query, exportedAt }) =>
      csvRow([
        `# end of the export: ${count} events, exported at ${exportedAt}, query: ${query}`,
        ...columnNames.slice(1).map(() => ''),
      ]),
  },
};

/** A moment that somebody wrote into the database may be none that a date can hold. */
function timeText(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? String(timestamp) : date.toISOString();
}
