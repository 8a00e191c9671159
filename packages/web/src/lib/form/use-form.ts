/**
 * A form that ends in one write: what was typed, what is wrong with it, and whether it is on its way. Nothing that
 * was typed is ever lost to an error; each stands at its field, and what is about no field above them all.
 */
import { useMutation } from '@tanstack/react-query';
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { fieldFailuresOf } from '../failure.ts';

export type FormErrors<Draft> = Readonly<Partial<Record<keyof Draft & string, string>>>;

/** By the names of fields. */
type Faults = Readonly<Record<string, string | undefined>>;

export interface FormInput<Draft extends object, Answer> {
  /** What stands in the fields before anybody types; a field has the name that the API gives it. */
  readonly initial: Draft;
  /** The fields that are in sight, where these are not all: a fault at another one is a fault of the whole. */
  readonly shown?: readonly (keyof Draft & string)[];
  /** What can be said without asking the server; it has the last word. */
  readonly check?: (draft: Draft) => FormErrors<Draft>;
  /** What an item of a field is called, at the head of what is wrong with it: `redirectUris.2`. */
  readonly itemName?: (field: string) => string | undefined;
  /** `changed` holds the fields that are not as they were. */
  readonly write: (draft: Draft, changed: Partial<Draft>) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
}

export interface Form<Draft extends object> {
  readonly draft: Draft;
  readonly errors: FormErrors<Draft>;
  /** What the server said that is about no field; undefined while there is nothing. */
  readonly failure: unknown;
  readonly isPending: boolean;
  readonly isChanged: boolean;
  readonly element: RefObject<HTMLFormElement | null>;
  /** To be given to the field that one begins with. */
  readonly first: RefObject<HTMLInputElement | null>;
  change(to: Partial<Draft>): void;
  submit(event: SubmitEvent<HTMLFormElement>): void;
  /** Forgets what was typed. */
  reset(): void;
}

export function useForm<Draft extends object, Answer>(input: FormInput<Draft, Answer>): Form<Draft> {
  const { initial, check, itemName, write, onDone } = input;
  const { shown = Object.keys(initial) } = input;
  // Only what was typed is kept: the rest follows what is read meanwhile.
  const [typed, setTyped] = useState<Partial<Draft>>({});
  const [errors, setErrors] = useState<Faults>({});
  const [failure, setFailure] = useState<unknown>();
  const element = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const wantsFocus = useRef(false);
  const draft = { ...initial, ...typed };
  const changed = changedFields(initial, typed);
  const { mutateAsync, isPending } = useMutation({
    mutationFn: () => write(draft, changed),
  });

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
  const show = (found: Faults) => {
    wantsFocus.current = true;
    setErrors(found);
  };
  const send = async () => {
    const found: Faults = { ...check?.(draft) };
    setFailure(undefined);
    if (Object.keys(found).length > 0) return show(found);
    setErrors({});
    try {
      onDone(await mutateAsync());
    } catch (error) {
      const { fields, rest } = fieldFailuresOf(error, shown, itemName);
      setFailure(rest);
      show(fields);
    }
  };

  return {
    draft,
    errors: errors as FormErrors<Draft>,
    failure,
    isPending,
    isChanged: Object.keys(changed).length > 0,
    element,
    first,
    change: (to) => {
      setTyped((before) => ({ ...before, ...to }));
      setErrors((before) => without(before, Object.keys(to)));
    },
    submit: (event) => {
      event.preventDefault();
      if (!isPending) void send();
    },
    reset: () => {
      setTyped({});
      setErrors({});
      setFailure(undefined);
    },
  };
}

/** What was typed and is not what stood there before. */
function changedFields<Draft extends object>(initial: Draft, typed: Partial<Draft>): Partial<Draft> {
  const before = new Map<string, unknown>(Object.entries(initial));
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before.get(name));
  return Object.fromEntries(Object.entries(typed).filter(differs)) as Partial<Draft>;
}

function without(faults: Faults, names: readonly string[]): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([name]) => !names.includes(name)));
}
