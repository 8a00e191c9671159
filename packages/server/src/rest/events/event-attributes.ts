import { eventResult, eventType } from '@countersign/api';
import { type Attributes, auditKinds } from '@countersign/core';
import { entityTypeNames } from './entity-types.ts';

const resultMeanings = { success: 'It was done', refused: 'It was refused', alarm: 'Something to look into' };

/** What can be asked of the log, in the query language of every list. Its moments are read as its events show them. */
export const eventAttributes = {
  author: { kind: 'reference', description: 'Who acted: an id, a login, me, system or anonymous' },
  subject: { kind: 'reference', description: 'Whose account or credential it touched' },
  act: {
    kind: 'flag',
    description: 'What happened',
    words: describing(auditKinds, (kind) => kind.replaceAll(/[-.]/g, ' ')),
  },
  event: {
    kind: 'flag',
    description: 'Whether something was made, changed or ended',
    words: describing(eventType.options, (type) => `Something was ${type}`),
  },
  result: {
    kind: 'flag',
    description: 'How it ended',
    words: describing(eventResult.options, (result) => resultMeanings[result]),
  },
  entityType: {
    kind: 'flag',
    description: 'What kind of thing it is about',
    words: describing(entityTypeNames, (name) =>
      name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    ),
  },
  target: { kind: 'exact', description: 'The id of what it is about' },
  token: { kind: 'exact', description: 'The id of the token or session that was used' },
  address: { kind: 'exact', description: 'From where' },
  request: { kind: 'exact', description: 'The id of a request' },
  after: { kind: 'exact', description: 'From a date or moment on: 2026-01-31' },
  before: { kind: 'exact', description: 'Up to a date or moment: 2026-01-31' },
  id: { kind: 'exact', description: 'The number of an event' },
  afterId: { kind: 'exact', description: 'Later than that event' },
  beforeId: { kind: 'exact', description: 'Earlier than that event' },
} as const satisfies Attributes;

export type EventAttributes = typeof eventAttributes;

function describing<Word extends string>(
  words: readonly Word[],
  sentence: (word: Word) => string,
): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, sentence(word)]));
}
