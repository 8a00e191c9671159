/** What the address says about the audit log: what is looked for, which event is open, whether it is watched. */

/** The parameters of the address, each absent while it says nothing. */
export interface AuditSearch {
  readonly query?: string | undefined;
  /** The number of the event that is open. */
  readonly event?: string | undefined;
  /** `on` while new events appear by themselves. */
  readonly live?: string | undefined;
}

/** For the table of routes: what of an address is about the log. */
export function auditSearch({ query, event, live }: Record<string, string | undefined>): AuditSearch {
  return { query, event, live };
}

export interface AuditView {
  /** Empty where everything is listed. */
  readonly query: string;
  readonly event: number | undefined;
  readonly isLive: boolean;
}

export function parseAuditView({ query = '', event = '', live }: AuditSearch): AuditView {
  return {
    query: query.trim(),
    event: /^[1-9][0-9]{0,14}$/.test(event) ? Number(event) : undefined,
    isLive: live === 'on',
  };
}
