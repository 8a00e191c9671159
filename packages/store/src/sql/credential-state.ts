import { type CredentialState, instant, type UserId } from '@countersign/core';

/** The columns that say whether a credential has ended, in every table that holds credentials. */
export interface StateColumns {
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
}

export function parseState(row: StateColumns): CredentialState {
  if (row.revoked_at !== null)
    return { kind: 'revoked', at: instant(row.revoked_at), by: row.revoked_by as UserId | 'system' };
  return { kind: row.state as 'active' | 'paused' };
}

export function stateColumns(state: CredentialState): StateColumns {
  return {
    state: state.kind,
    revoked_at: state.kind === 'revoked' ? state.at : null,
    revoked_by: state.kind === 'revoked' ? state.by : null,
  };
}
