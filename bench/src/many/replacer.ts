import type { BenchFlag } from '../flags/bench-flag.js';

/** Many flags, of which one is replaced while they answer. */
export interface Replacer {
  /** The definition in the library's own form, as JSON text. */
  textOf(flag: BenchFlag): string;
  replace(key: string, text: string): void;
  isEnabled(key: string): boolean;
  close(): Promise<void> | void;
}
