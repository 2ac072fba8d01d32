/** What a promise came to, to be shown. */
export type Answered<Value> =
  | { readonly type: 'waiting' }
  | { readonly type: 'there'; readonly value: Value }
  | { readonly type: 'failed'; readonly thrown: unknown };

/**
 * Asks, and tells what came of it; who asks anew hears the new answer only.
 *
 * For what is large, instead of `{#await}`: Svelte 5.57 keeps every state that is set while the branch of a settled
 * `{#await}` is built in a list that it never empties, and with it all that these states hold.
 */
export class Answer<Value> {
  readonly #question: () => Promise<Value>;
  #answered = $state.raw<Answered<Value>>({ type: 'waiting' });
  #last: Promise<Value> | undefined;

  constructor(question: () => Promise<Value>) {
    this.#question = question;
    this.ask();
  }

  get now(): Answered<Value> {
    return this.#answered;
  }

  ask(): void {
    this.#answered = { type: 'waiting' };
    const asked = (this.#last = this.#question());
    const tell = (answered: Answered<Value>) => {
      if (asked === this.#last) this.#answered = answered;
    };
    asked.then(
      (value) => tell({ type: 'there', value }),
      (thrown: unknown) => tell({ type: 'failed', thrown }),
    );
  }
}
