import type { BenchFlag, BenchUser } from '../flags/bench-flag.js';
import { compileBenchFlag } from './compile-bench-flag.js';
import { compileVariants } from './compile-share.js';

/** What is written by hand where there is no library: a map of closures, and a map for flags with variants. */
export class FloorFlags {
  /** Kept as any application does that can list its flags. */
  readonly #definitions = new Map<string, BenchFlag>();
  readonly #enabled = new Map<string, (user: BenchUser) => boolean>();
  readonly #variants = new Map<string, (user: BenchUser) => string>();
  #all: ((user: BenchUser) => boolean | string)[] | undefined;

  constructor(flags: readonly BenchFlag[]) {
    for (const flag of flags) this.set(flag);
  }

  set(flag: BenchFlag): void {
    this.#all = undefined;
    this.#definitions.set(flag.key, flag);
    this.#enabled.set(flag.key, compileBenchFlag(flag));
    if (flag.kind === 'variant') this.#variants.set(flag.key, compileVariants(flag.key, flag.variants));
  }

  isEnabled(key: string, user: BenchUser, defaultValue: boolean): boolean {
    const isEnabled = this.#enabled.get(key);
    return isEnabled === undefined ? defaultValue : isEnabled(user);
  }

  getVariant(key: string, user: BenchUser, defaultValue: string): string {
    const variantOf = this.#variants.get(key);
    return variantOf === undefined ? defaultValue : variantOf(user);
  }

  /** Whether each flag is on, or its variant, in the order of the definitions. */
  evaluateAll(user: BenchUser): (boolean | string)[] {
    const answers: (boolean | string)[] = [];
    this.#all ??= [...this.#enabled].map(([key, isEnabled]) => this.#variants.get(key) ?? isEnabled);
    for (const answer of this.#all) answers.push(answer(user));
    return answers;
  }

  get size(): number {
    return this.#definitions.size;
  }
}
