import {
  FlagManager,
  InvalidFlagError,
  type FlagContext,
  type FlagEvaluation,
  type FlagProvider,
} from '../../lib/index.js';
import { parseFlag, type FlagSet } from '../../lib/core.js';
import type { Bucketer } from '../../lib/engine/allocation/bucketer.js';
import { RecordingLogger } from '../support/recording-logger.js';

/** One file of a suite, in definitions of ours. */
export interface Translation {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly segments?: Readonly<Record<string, unknown>>;
  readonly bucketers: Readonly<Record<string, Bucketer>>;
}

/** The flags of one file of a suite, in a manager of their own. */
export class SuiteFlags {
  readonly #manager: FlagManager;
  readonly #refused: ReadonlyMap<string, string>;

  private constructor(manager: FlagManager, refused: ReadonlyMap<string, string>) {
    this.#manager = manager;
    this.#refused = refused;
  }

  /**
   * Loads them like a provider: definitions that the parser refuses are reported, and affect no other.
   *
   * @throws {InvalidFlagError} (`INVALID_FLAG`) when definitions are inconsistent: a fault of the translation
   */
  static async load({ flags, segments = {}, bucketers }: Translation): Promise<SuiteFlags> {
    const refused = refusalsOf(flags);
    const set: FlagSet = {
      flags: Object.fromEntries(Object.entries(flags).filter(([key]) => !refused.has(key))),
      segments,
      problems: [...refused].map(([key, message]) => ({ key, message })),
    };
    const provider: FlagProvider = { name: 'suite', load: () => set, watch: () => () => {} };
    const manager = await FlagManager.create({ providers: [provider], bucketers, logger: new RecordingLogger() });
    return new SuiteFlags(manager, refused);
  }

  evaluate(key: string, context: FlagContext): FlagEvaluation {
    return this.#manager.evaluate(key, context);
  }

  isRefused(key: string): boolean {
    return this.#refused.has(key);
  }

  /** Why a flag came out as it did. */
  why({ key, reason, ruleId }: FlagEvaluation): string {
    return [reason, ruleId, this.#refused.get(key)].filter((part) => part !== undefined).join(', ');
  }

  close(): Promise<void> {
    return this.#manager.close();
  }
}

/** @returns the messages of the parser, by key */
function refusalsOf(flags: Readonly<Record<string, unknown>>): Map<string, string> {
  const refused = new Map<string, string>();
  for (const [key, definition] of Object.entries(flags)) {
    try {
      parseFlag(key, definition);
    } catch (error) {
      if (!(error instanceof InvalidFlagError)) throw error;
      refused.set(key, error.message);
    }
  }
  return refused;
}
