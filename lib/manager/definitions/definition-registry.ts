import { isDeepStrictEqual } from 'node:util';
import type { Flag } from '../../engine/flag.js';
import { parseFlags } from '../../engine/parse-flag.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import type { FlagWrite } from '../../providers/flag-provider.js';
import type { AuditRecord } from '../audit/audit-log.js';
import { originOf, type ChangeOrigin } from '../changes/change-origin.js';
import type { Change, ChangeWriter } from '../changes/change-writer.js';

type Flags = ReadonlyMap<string, Flag>;

export interface DefinitionRegistryOptions {
  readonly chain: ChainedProvider;
  readonly writer: ChangeWriter;
  /** Called when definitions have changed. */
  readonly changed: () => void;
}

/** The definitions in force: what the providers delivered last, and every change on the way to it. */
export class DefinitionRegistry {
  readonly #options: DefinitionRegistryOptions;
  #flags: Flags = new Map();
  #unreadable: ReadonlySet<string> = new Set();
  #delivered = false;

  constructor(options: DefinitionRegistryOptions) {
    this.#options = options;
  }

  get flags(): Flags {
    return this.#flags;
  }

  /** Whether a flag that is not there may well be defined: its provider has not delivered it. */
  mayDefine(key: string): boolean {
    return (
      !this.#delivered ||
      this.#unreadable.has(key) ||
      this.#options.chain.status().some(({ state }) => state === 'failed' || state === 'pending')
    );
  }

  /** Takes over what the providers hold now. The first time is the start; later differences are changes. */
  async deliver(): Promise<void> {
    await this.#options.writer.commit(() => {
      const { flags: read, problems = [] } = this.#options.chain.current();
      const next = keepUnchanged(this.#flags, parseFlags(read));
      const records = this.#delivered ? this.#differences(next) : [];
      this.#unreadable = new Set(problems.map(({ key }) => key));
      if (this.#delivered && records.length === 0) return undefined;
      return { records, apply: () => this.#put(next) };
    });
  }

  /** Writes one definition through the providers. */
  async write(write: FlagWrite, origin: ChangeOrigin): Promise<Flag | undefined> {
    const { chain, writer } = this.#options;
    const by = originOf(origin);
    let stored: Flag | undefined;
    await writer.commit(async (): Promise<Change | undefined> => {
      const { key } = write;
      const before = this.#flags.get(key);
      const owner = chain.providerOf(key);
      // Written before the audit entry is drafted, for the entry holds the version that the provider gives.
      stored = await chain.write(write);
      const next = this.#withAnswerOf(key);
      const after = next.get(key); // after a deletion, what a lower layer defines
      if (isDeepStrictEqual(before, after)) return undefined;
      const action = stored === undefined ? 'flag_deleted' : before === undefined ? 'flag_created' : 'flag_updated';
      const replaced = stored === undefined || owner === chain.providerOf(key) ? before : undefined;
      return {
        records: [{ action, key, before: before ?? null, after: after ?? null, ...by }],
        revert: () => chain.write({ key, flag: replaced }),
        apply: () => this.#put(next),
      };
    });
    return stored;
  }

  #put(flags: Flags): void {
    this.#flags = flags;
    this.#delivered = true;
    this.#options.changed();
  }

  /** The flags in force, with the one that the chain now answers for `key`. */
  #withAnswerOf(key: string): Flags {
    const next = new Map(this.#flags);
    const flag = parseFlags(this.#options.chain.current().flags).get(key);
    if (flag === undefined) next.delete(key);
    else next.set(key, flag);
    return next;
  }

  #differences(next: Flags): AuditRecord[] {
    const records: AuditRecord[] = [];
    for (const [key, after] of next) {
      const before = this.#flags.get(key);
      if (before === after) continue;
      const action = before === undefined ? 'flag_created' : 'flag_updated';
      records.push({ action, key, before: before ?? null, after, ...this.#providerOf(key) });
    }
    for (const [key, before] of this.#flags) {
      if (!next.has(key)) records.push({ action: 'flag_deleted', key, before, after: null, ...this.#providerOf(key) });
    }
    return records;
  }

  #providerOf(key: string): { actor: string; origin: string } {
    const name = this.#options.chain.providerOf(key);
    return { actor: name === undefined ? 'provider' : `provider:${name}`, origin: 'provider' };
  }
}

/** `next`, with the flags of `current` where they say the same: what is the same object needs no second look. */
function keepUnchanged(current: Flags, next: Flags): Flags {
  const kept = new Map<string, Flag>();
  for (const [key, flag] of next) {
    const old = current.get(key);
    kept.set(key, old !== undefined && (old === flag || isDeepStrictEqual(old, flag)) ? old : flag);
  }
  return kept;
}
