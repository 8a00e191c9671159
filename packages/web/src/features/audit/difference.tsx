import type { Event } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { formatExact } from '../../lib/time.ts';

/** What was and what is, side by side, field by field. */
export function Difference({ changes }: Pick<Event, 'changes'>) {
  return (
    <table className="difference" aria-label={t.audit.changes}>
      <thead>
        <tr>
          <th scope="col">{t.audit.field}</th>
          <th scope="col">{t.audit.before}</th>
          <th scope="col">{t.audit.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ fieldName, oldValue, newValue }) => (
          <tr key={fieldName}>
            <th scope="row">{fieldName}</th>
            <td data-side="before">
              <EventValue field={fieldName} value={oldValue} />
            </td>
            <td data-side="after">
              <EventValue field={fieldName} value={newValue} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value as the log wrote it: a list line by line, a moment as people read it. */
export function EventValue({ field, value }: { field: string; value: unknown }) {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return <span className="audit-none">{t.audit.nothing}</span>;
  if (Array.isArray(value)) {
    return (
      <ul>
        {value.map((one) => (
          <li key={String(one)}>{String(one)}</li>
        ))}
      </ul>
    );
  }
  if (typeof value === 'number' && field.endsWith('At')) return formatExact(value).local;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
