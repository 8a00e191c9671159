/**
 * Holds a secret for as long as it is shown. A page keeps old properties and functions alive longer than it
 * shows them; once the box is emptied, none of them leads to the secret any more.
 */
export class SecretBox {
  #text: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Empty once the box was emptied. */
  reveal(): string {
    return this.#text ?? '';
  }

  empty(): void {
    this.#text = undefined;
  }
}
