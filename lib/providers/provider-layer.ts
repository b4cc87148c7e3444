import type { Flag } from '../engine/flag.js';
import { parseFlags } from '../engine/parse-flag.js';
import type {
  FlagProblem,
  FlagProvider,
  FlagProviderListener,
  FlagWrite,
  Unwatch,
  WritableFlagProvider,
} from './flag-provider.js';
import { messageOf, ProviderFailedError, ProviderTimeoutError } from './provider.errors.js';
import type { ProviderState, ProviderStatus } from './provider-status.js';
import { withTimeout } from './with-timeout.js';

/** One provider with what it last delivered: parsed, bounded in time, and kept while the source is away. */
export class ProviderLayer {
  readonly #timeout: number;
  readonly #now: () => number;
  #flags: ReadonlyMap<string, Flag> = new Map();
  #problems: readonly FlagProblem[] = [];
  #state: ProviderState = 'pending';
  #since: number;
  #error: unknown;
  #outdated = true;
  #watching = false;
  readonly #closing = new AbortController();
  #turn = 0;
  #landed = 0;
  readonly #written = new Map<string, { readonly flag: Flag | undefined; readonly turn: number }>();
  #reading: Promise<void> = Promise.resolve();
  #unwatch: Unwatch | undefined;

  constructor(
    readonly provider: FlagProvider,
    options: { readonly timeout: number; readonly now: () => number },
  ) {
    this.#timeout = options.timeout;
    this.#now = options.now;
    this.#since = this.#now();
  }

  /** The last good flags. */
  get flags(): ReadonlyMap<string, Flag> {
    return this.#flags;
  }

  /** Keys whose definitions are there but cannot be read. */
  get problems(): readonly FlagProblem[] {
    return this.#problems;
  }

  /** What the last read threw; `undefined` after a good one. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether it has announced a change that was not read yet. */
  get hasAnnounced(): boolean {
    return this.#watching && this.#outdated;
  }

  /** Whether only asking again tells if something has changed. */
  get needsPolling(): boolean {
    return !this.#watching || this.#error !== undefined || this.provider.needsPolling === true;
  }

  markOutdated(): void {
    this.#outdated = true;
  }

  async watch(listener: FlagProviderListener): Promise<void> {
    if (this.provider.watch === undefined || this.#watching) return;
    const changed: FlagProviderListener = (error) => {
      this.#outdated = true;
      if (error !== undefined) this.#watching = false; // from now on it is polled
      listener(error);
    };
    const started = Promise.resolve(this.provider.watch(changed));
    try {
      this.#unwatch = await this.#untilClosed(() => started);
      this.#watching = true;
    } catch (error) {
      started.then((unwatch) => unwatch()).catch(() => {}); // it started too late: stop it; its failure is told below
      throw error;
    }
  }

  /** Reads the source if it may have changed. Never rejects: a failure shows in `error` and `status`. */
  read(): Promise<void> {
    if (this.#outdated || this.needsPolling) this.#reading = this.#load();
    return this.#reading; // of an earlier caller when there is nothing new: it may still be under way
  }

  /** Writes through the provider, in its time. After a failure nobody knows what it holds: it is read again. */
  async write(provider: WritableFlagProvider, write: FlagWrite): Promise<Flag | undefined> {
    try {
      const stored = await this.#untilClosed(() => provider.write(write));
      this.written(write.key, stored);
      return stored;
    } catch (error) {
      this.#outdated = true;
      throw error;
    }
  }

  /** Takes over what was just written to the provider; of this flag, reads that began before know nothing. */
  written(key: string, flag: Flag | undefined): void {
    this.#written.set(key, { flag, turn: this.#turn });
    const flags = new Map(this.#flags);
    put(flags, key, flag);
    this.#flags = flags;
    this.#problems = this.#problems.filter((problem) => problem.key !== key);
  }

  status(): ProviderStatus {
    return {
      name: this.provider.name,
      state: this.#state,
      since: new Date(this.#since).toISOString(),
      flags: this.#flags.size,
      ...(this.#error === undefined ? {} : { error: messageOf(this.#error) }),
      problems: this.#problems,
    };
  }

  async unwatch(): Promise<void> {
    const unwatch = this.#unwatch;
    this.#unwatch = undefined;
    this.#watching = false;
    await this.#bounded(() => unwatch?.());
  }

  /** Stops watching and closes the provider; both are tried, whatever the other does. */
  async close(): Promise<void> {
    this.#closing.abort(new ProviderFailedError(this.provider.name, 'it was closed'));
    try {
      await this.unwatch();
    } finally {
      await this.#bounded(() => this.provider.close?.());
    }
  }

  async #load(): Promise<void> {
    this.#outdated = false; // a change announced from here on counts for the next read
    const turn = ++this.#turn;
    try {
      const { flags, problems = [] } = await this.#untilClosed(() => this.provider.load());
      const parsed = parseFlags(flags, `provider "${this.provider.name}"`);
      assertProblems(problems, this.provider.name);
      if (this.#land(turn)) this.#accept(turn, parsed, problems);
    } catch (error) {
      if (this.#land(turn)) this.#refuse(error);
    }
  }

  /** Whether a read still counts: none that began later has ended before it. */
  #land(turn: number): boolean {
    if (turn <= this.#landed) return false;
    this.#landed = turn;
    return true;
  }

  #accept(turn: number, flags: Map<string, Flag>, problems: readonly FlagProblem[]): void {
    for (const { key } of problems) {
      const lastGood = this.#flags.get(key);
      if (lastGood !== undefined) flags.set(key, lastGood);
    }
    for (const [key, write] of this.#written) {
      if (write.turn < turn) this.#written.delete(key);
      else put(flags, key, write.flag);
    }
    this.#flags = flags;
    this.#problems = problems.filter(({ key }) => !this.#written.has(key));
    this.#error = undefined;
    this.#enter('loaded');
  }

  #refuse(error: unknown): void {
    this.#outdated = true;
    this.#error = error ?? new Error('rejected without a reason');
    this.#enter(this.#state === 'loaded' || this.#state === 'stale' ? 'stale' : 'failed');
  }

  #bounded<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    const expired = () => new ProviderTimeoutError(this.provider.name, this.#timeout);
    return withTimeout(work, this.#timeout, expired, signal);
  }

  /** Closing ends the wait: a source that hangs keeps no process alive. */
  #untilClosed<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#bounded(work, this.#closing.signal);
  }

  #enter(state: ProviderState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#now();
  }
}

/** Providers are written by anybody: what is no list of problems fails the read, before anything is taken over. */
function assertProblems(problems: unknown, provider: string): asserts problems is readonly FlagProblem[] {
  if (Array.isArray(problems) && problems.every((each) => typeof each?.key === 'string')) return;
  throw new ProviderFailedError(provider, 'the "problems" that it delivers must be a list of { key, message }');
}

function put(flags: Map<string, Flag>, key: string, flag: Flag | undefined): void {
  if (flag === undefined) flags.delete(key);
  else flags.set(key, flag);
}
