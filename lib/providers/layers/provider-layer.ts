import type { Flag } from '../../engine/flag.js';
import type { Segment } from '../../engine/targeting/segment.js';
import {
  isSegmentWritable,
  isWritable,
  type FlagProblem,
  type FlagProvider,
  type FlagProviderListener,
  type FlagWrite,
  type SegmentWritableFlagProvider,
  type SegmentWrite,
  type Unwatch,
  type WritableFlagProvider,
} from '../flag-provider.js';
import { parseFlagSetDelta } from '../parse-flag-set-delta.js';
import { FeatureFlagsError } from '../../internal/feature-flags.error.js';
import { messageOf } from '../../internal/message-of.js';
import { ProviderFailedError, ProviderTimeoutError } from '../provider.errors.js';
import type { ProviderStatus } from '../provider-status.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { DefinitionLayer, LayerDefinitions, LayerFollower } from './definition-layer.js';
import { assertProblems } from './assert-problems.js';
import { LayerContent } from './layer-content.js';
import { LayerHealth } from './layer-health.js';
import type { LastGoodDefinitions } from './last-good-definitions.js';
import { ReadOrder } from './read-order.js';

/** One provider with the parsed definitions that it last delivered; they are kept while the source is unavailable. */
export class ProviderLayer implements DefinitionLayer {
  readonly #content = new LayerContent();
  readonly #timeout: number;
  readonly #health: LayerHealth;
  #outdated = true;
  #watching = false;
  readonly #closing = new AbortController();
  readonly #reads = new ReadOrder();
  #reading: Promise<void> = Promise.resolve();
  #unwatch: Unwatch | undefined;
  #listener: FlagProviderListener = () => {};

  constructor(
    readonly provider: FlagProvider,
    options: { readonly timeout: number; readonly now: () => number },
  ) {
    this.#timeout = options.timeout;
    this.#health = new LayerHealth(options.now);
  }

  get name(): string {
    return this.provider.name;
  }

  get flags(): LayerDefinitions<Flag> {
    return this.#content.flags;
  }

  get segments(): LayerDefinitions<Segment> {
    return this.#content.segments;
  }

  get takesFlags(): boolean {
    return isWritable(this.provider);
  }

  get takesSegments(): boolean {
    return isSegmentWritable(this.provider);
  }

  /** Definitions of both kinds that exist but cannot be read. */
  get problems(): readonly FlagProblem[] {
    return this.#content.problems;
  }

  /** Whether the provider has not delivered anything yet, because it is still being read or has failed. */
  get isUnread(): boolean {
    return this.#health.isUnread;
  }

  /** The error of the last read; `undefined` if it succeeded. */
  get error(): unknown {
    return this.#health.error;
  }

  /** Whether the provider has announced a change that has not been read yet. */
  get hasAnnounced(): boolean {
    return this.#watching && this.#outdated;
  }

  /** Whether the provider must be polled for changes. */
  get needsPolling(): boolean {
    return !this.#watching || this.error !== undefined || this.provider.needsPolling === true;
  }

  markOutdated(): void {
    this.#outdated = true;
  }

  /** Notifies a follower of all later changes. */
  follow(follower: LayerFollower): void {
    this.#content.follow(follower);
  }

  async watch(listener: FlagProviderListener): Promise<void> {
    if (this.provider.watch === undefined || this.#watching) return;
    this.#listener = listener;
    const changed: FlagProviderListener = (error, delta) => {
      if (error !== undefined) this.#watching = false; // from now on it is polled
      const isApplied = error === undefined && this.#applyDelta(delta);
      if (!isApplied) this.#outdated = true;
      listener(error, isApplied ? delta : undefined);
    };
    const started = Promise.resolve(this.provider.watch(changed));
    try {
      this.#unwatch = await this.#untilClosed(() => started);
      this.#watching = true;
    } catch (error) {
      started.then((unwatch) => unwatch()).catch(() => {}); // stop it if it starts late; the error is thrown below
      throw error;
    }
  }

  /** Reads the source if it may have changed. Never rejects; a failure is shown in `error` and `status()`. */
  read(): Promise<void> {
    if (this.#outdated || this.needsPolling) this.#reading = this.#load();
    return this.#reading; // the read of an earlier call, if nothing has changed since; it may still be in progress
  }

  /** Writes a flag through the provider, with a timeout. After a failure, the source is read again, because its content is unknown. */
  write(provider: WritableFlagProvider, write: FlagWrite): Promise<Flag | undefined> {
    return this.#write(this.#content.flags, write.key, () => provider.write(write));
  }

  /** Writes a segment in the same way as {@link write} writes a flag. */
  writeSegment(provider: SegmentWritableFlagProvider, write: SegmentWrite): Promise<Segment | undefined> {
    return this.#write(this.#content.segments, write.key, () => provider.writeSegment(write));
  }

  status(): ProviderStatus {
    return {
      name: this.name,
      ...this.#health.status(this.name),
      flags: this.flags.all.size,
      segments: this.segments.all.size,
      problems: this.problems,
    };
  }

  async unwatch(): Promise<void> {
    const unwatch = this.#unwatch;
    this.#unwatch = undefined;
    this.#watching = false;
    await this.#bounded(() => unwatch?.());
  }

  /** Stops watching and closes the provider, even if one of them fails. */
  async close(): Promise<void> {
    this.#closing.abort(new ProviderFailedError(this.provider.name, 'it was closed'));
    try {
      await this.unwatch();
    } finally {
      await this.#bounded(() => this.provider.close?.());
    }
  }

  async #write<D>(definitions: LastGoodDefinitions<D>, key: string, write: () => Promise<D | undefined>) {
    const { deltas } = this.#content;
    try {
      const answer = await this.#untilClosed(write);
      const known = definitions.all.get(key);
      const written = definitions.written(this.#reads.inProgress, key, answer);
      if (definitions.all.get(key) !== known && deltas !== this.#content.deltas) {
        this.#outdated = true; // it is unknown whether the write or a delta came last, so the source is read again
        this.#listener();
      }
      return written;
    } catch (error) {
      this.#outdated = true;
      if (error instanceof FeatureFlagsError) throw error;
      throw new ProviderFailedError(this.name, messageOf(error), { cause: error });
    }
  }

  /** @returns `false` if the source must be loaded to find the changes */
  #applyDelta(announced: unknown): boolean {
    if (announced === undefined || this.isUnread) return false;
    const delta = parseFlagSetDelta(announced);
    return delta !== undefined && this.#content.change(this.#reads.inProgress, delta);
  }

  async #load(): Promise<void> {
    this.#outdated = false; // a change announced from now on requires another read
    const read = this.#reads.begin();
    try {
      const set = await this.#untilClosed(() => this.provider.load());
      const { problems = [] } = set;
      const delivered = this.#content.read(set, this.provider.name);
      assertProblems(problems, this.provider.name);
      if (!this.#reads.end(read)) return;
      this.#content.accept(read, { ...delivered, problems: [...problems, ...delivered.problems] });
      this.#health.markLoaded();
    } catch (error) {
      if (!this.#reads.end(read)) return;
      this.#outdated = true;
      this.#health.markFailed(error);
    }
  }

  #bounded<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    const expired = () => new ProviderTimeoutError(this.provider.name, this.#timeout);
    return withTimeout(work, this.#timeout, expired, signal);
  }

  /** Stops waiting when the layer is closed, so that a source that hangs does not keep the process alive. */
  #untilClosed<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#bounded(work, this.#closing.signal);
  }
}
