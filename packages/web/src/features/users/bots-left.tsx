import type { UserImpact } from '@countersign/sdk';
import { EntityField } from '../../lib/pick/entity-field.tsx';
import { searchPersons } from '../../lib/pick/search-persons.ts';
import type { PickerItem } from '../../ui/picker.tsx';

export interface BotsLeftProps {
  readonly impacts: readonly UserImpact[];
  readonly texts: {
    readonly botsLeft: (left: { bots: readonly string[] }) => string;
    readonly successor: string;
    readonly successorHint: string;
  };
  readonly successor: PickerItem | undefined;
  readonly error?: string | undefined;
  readonly onSuccessor: (successor: PickerItem | undefined) => void;
  /** Those who go. */
  readonly except: readonly string[];
}

/** The bots that lose whoever answers for them, and the question who does from now on. */
export function BotsLeft({ impacts, texts, successor, error, onSuccessor, except }: BotsLeftProps) {
  const bots = impacts.flatMap((impact) => impact.bots.map(({ login }) => login));
  if (bots.length === 0) return null;
  return (
    <>
      <p>{texts.botsLeft({ bots })}</p>
      <EntityField
        label={texts.successor}
        hint={texts.successorHint}
        error={error}
        value={successor}
        onChange={onSuccessor}
        search={searchPersons(except)}
      />
    </>
  );
}
