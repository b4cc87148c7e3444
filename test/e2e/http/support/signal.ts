const LIMIT_MS = 10_000;

/** Something that a test waits for, and not for ever. */
export class Signal<T = void> {
  readonly #what: string;
  readonly #given: Promise<T>;
  give: (value: T) => void = () => {};

  /** @param what is waited for, as the error shall name it */
  constructor(what: string) {
    this.#what = what;
    this.#given = new Promise((resolve) => (this.give = resolve));
  }

  async wait(): Promise<T> {
    const limit = AbortSignal.timeout(LIMIT_MS);
    const late = new Promise<never>((_resolve, reject) => {
      limit.addEventListener('abort', () => reject(new Error(`${this.#what}: not within ${LIMIT_MS} ms`)));
    });
    return await Promise.race([this.#given, late]);
  }
}
