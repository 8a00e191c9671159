import './expiry-field.css';
import type { RefObject } from 'react';
import { dateMax, printDate } from '../../lib/calendar-day.ts';
import { t } from '../../lib/messages.ts';
import { day, formatDate } from '../../lib/time.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { daysOffered, type ExpiryChoice } from './expiry-choice.ts';

export interface ExpiryFieldProps {
  readonly choice: ExpiryChoice;
  /** What the installation proposes. */
  readonly daysDefault: number;
  readonly now: number;
  readonly error: string | undefined;
  readonly dateField: RefObject<HTMLInputElement | null>;
  readonly onChange: (choice: ExpiryChoice) => void;
}

/** How long: a number of days, a day, or for ever, which is warned of. */
export function ExpiryField({ choice, daysDefault, now, error, dateField, onChange }: ExpiryFieldProps) {
  const chosenDays = choice.kind === 'days' ? [choice.days] : [];
  const days = [...new Set([...daysOffered, daysDefault, ...chosenDays])].sort((one, other) => one - other);
  const options: SelectOption<string>[] = [
    ...days.map((count) => ({
      value: String(count),
      label: count === 365 ? t.issue.year : t.issue.days({ count }),
      note: t.issue.until({ date: formatDate(now + count * day) }),
    })),
    { value: 'date', label: t.issue.date },
    { value: 'never', label: t.issue.noExpiration },
  ];
  return (
    <div className="expiry">
      <Select
        label={t.issue.expires}
        error={choice.kind === 'date' ? undefined : error}
        options={options}
        value={choice.kind === 'days' ? String(choice.days) : choice.kind}
        onChange={(value) => onChange(choiceOf(value, now, daysDefault))}
      />
      {choice.kind === 'date' ? (
        <DateField
          ref={dateField}
          label={t.issue.dateLabel}
          hint={t.issue.dateHint}
          error={error}
          value={choice.date}
          min={printDate(now)}
          max={dateMax}
          onChange={(date) => onChange({ kind: 'date', date })}
        />
      ) : null}
      {choice.kind === 'never' ? <Notice tone="warning">{t.issue.noExpirationWarning}</Notice> : null}
    </div>
  );
}

/** A date begins where the installation's own proposal would end. */
function choiceOf(value: string, now: number, daysDefault: number): ExpiryChoice {
  if (value === 'never') return { kind: 'never' };
  if (value === 'date') return { kind: 'date', date: printDate(now + daysDefault * day) };
  return { kind: 'days', days: Number(value) };
}
