import type { ActiveVerdict, Digest, ServiceId, ServiceVerdict, TouchedFact } from '@countersign/core';

/**
 * What verdicts of a service rest on, as the feed of changes calls it. The names are the service's own: it recognises
 * what it was told about, and of everything else it learns that something changed and no more.
 */
export class VerdictNames {
  readonly #digest: Digest;
  readonly #service: ServiceId;

  constructor(digest: Digest, service: ServiceId) {
    this.#digest = digest;
    this.#service = service;
  }

  /** What ends the verdict. Of services, projects and roles nothing is named: their changes end all verdicts. */
  ofVerdict(verdict: ActiveVerdict | ServiceVerdict): string[] {
    const { credential, subject } = verdict;
    const kind = credential.kind === 'service-token' ? 'access-token' : credential.kind;
    const names = [this.#name(kind, credential.hash)];
    return subject === undefined ? names : [...names, this.#name('user', subject.id)];
  }

  /** What is to be forgotten when the facts are touched. */
  ofTouched(touched: readonly TouchedFact[] | 'everything'): string[] | 'everything' {
    if (touched === 'everything') return touched;
    const names = new Set<string>();
    for (const { kind, id } of touched) {
      if (kind === 'service' || kind === 'project' || kind === 'access') return 'everything';
      names.add(this.#name(kind, id));
    }
    return [...names];
  }

  #name(kind: TouchedFact['kind'], id: string): string {
    return this.#digest.text(`${this.#service} ${kind} ${id}`).slice(0, 22);
  }
}
