/** Sets of keys by a name that they share. A name without keys uses no memory. */
export class KeysByName {
  readonly #sets = new Map<string, Set<string>>();

  get(name: string): ReadonlySet<string> {
    return this.#sets.get(name) ?? NO_KEYS;
  }

  add(name: string, key: string): void {
    const keys = this.#sets.get(name);
    if (keys === undefined) this.#sets.set(name, new Set([key]));
    else keys.add(key);
  }

  delete(name: string, key: string): void {
    const keys = this.#sets.get(name);
    if (keys?.delete(key) && keys.size === 0) this.#sets.delete(name);
  }
}

const NO_KEYS: ReadonlySet<string> = new Set();
