/** One window of a list: skip so many, answer at most so many. */
export interface PageRequest<Key extends string = string> {
  readonly skip: number;
  readonly top: number;
  readonly orderBy: readonly Order<Key>[];
}

export interface Order<Key extends string = string> {
  readonly key: Key;
  readonly descending: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}
