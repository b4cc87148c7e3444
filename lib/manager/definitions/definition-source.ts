import type { ChainedProvider } from '../../providers/chained.provider.js';
import { messageOf } from '../../internal/message-of.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { DefinitionCache } from './definition-cache.js';
import type { DefinitionRegistry } from './definition-registry.js';
import { ProviderReport } from './provider-report.js';

export interface DefinitionSourceOptions {
  readonly chain: ChainedProvider;
  readonly cache: DefinitionCache;
  /** How old definitions may get before they are read again, in milliseconds; 0: only when asked. */
  readonly ttl: number;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Takes over what was read. */
  readonly registry: Pick<DefinitionRegistry, 'deliver'>;
}

/**
 * Keeps the definitions current: reads them when they get too old and when asked, one flight at a time; a source that
 * announces a change is read at once, beside a flight that waits for a slower one. A read that fails changes nothing but
 * the status.
 */
export class DefinitionSource {
  readonly #options: DefinitionSourceOptions;
  readonly #report: ProviderReport;
  #flight: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #stopPolling: Cancel | undefined;
  #stopRecording: Cancel | undefined;
  #booted = false;
  #closed = false;
  #undelivered = false;

  constructor(options: DefinitionSourceOptions) {
    this.#options = options;
    this.#report = new ProviderReport(options.logger);
  }

  /** Starts to watch and reads everything once. What is announced meanwhile is part of the start, not a change. */
  async start(): Promise<void> {
    if (this.#closed) return;
    const { chain, logger } = this.#options;
    await chain.watch((error) => {
      if (this.#closed) return;
      if (error !== undefined) logger.error(`Watching a flag provider failed, it is polled: ${messageOf(error)}`);
      if (this.#booted) void (error === undefined ? this.#takeAnnounced() : this.#read());
    });
    await this.#read();
    await this.endBoot();
  }

  /** Takes over what is there; what comes later, from a source that is slower than the boot may be, is a change. */
  async endBoot(): Promise<void> {
    this.#booted = true;
    await this.#takeAnnounced();
  }

  /** Reads every source now; resolves when what was read after this call is in force. */
  async refresh(): Promise<void> {
    await this.#options.cache.clear();
    this.#options.chain.markOutdated();
    await this.#read();
  }

  /** Whether what was read last could not be recorded in the audit log; it is tried again. */
  get isUndelivered(): boolean {
    return this.#undelivered;
  }

  /** Reads again what has to be asked for changes; `undefined` when nothing has to. */
  poll(): Promise<void> | undefined {
    return this.#options.chain.needsPolling ? this.#read() : undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopPolling?.();
    this.#stopRecording?.();
    await this.#options.chain.close();
  }

  #takeAnnounced(): Promise<void> {
    return this.#take(() => this.#options.chain.readAnnounced());
  }

  /** Joins the flight that has yet to take off, so that a storm of callers causes two reads at the most. */
  #read(): Promise<void> {
    const { chain } = this.#options;
    const takeOff = () => {
      this.#next = undefined;
      this.#flight = this.#take(() => chain.read()).finally(() => (this.#flight = undefined));
      return this.#flight;
    };
    if (this.#flight === undefined && this.#next === undefined) return takeOff();
    this.#next ??= (this.#flight ?? Promise.resolve()).then(takeOff);
    return this.#next;
  }

  /** Reads, hands over and reports. Never rejects. */
  async #take(read: () => Promise<unknown>): Promise<void> {
    if (this.#closed) return;
    try {
      await read();
      if (!this.#closed) await this.#options.registry.deliver();
      this.#undelivered = false;
    } catch (error) {
      if (!this.#undelivered) {
        const why = messageOf(error);
        this.#options.logger.error(`Changes of flag definitions could not be recorded yet, trying again: ${why}`);
      }
      this.#undelivered = true;
    }
    if (this.#closed) return;
    this.#report.update(this.#options.chain.status());
    this.#schedulePoll();
    this.#scheduleRecording();
  }

  #schedulePoll(): void {
    this.#stopPolling?.();
    this.#stopPolling = undefined;
    const { chain, cache, ttl, clock } = this.#options;
    if (ttl === 0 || !chain.needsPolling) return;
    const due = Math.min(cache.freshUntil ?? Infinity, clock.now() + ttl);
    this.#stopPolling = clock.schedule(() => void this.poll(), Math.max(MIN_POLL_MS, due - clock.now()));
  }

  #scheduleRecording(): void {
    this.#stopRecording?.();
    this.#stopRecording = undefined;
    if (!this.#undelivered) return;
    const record = () => void this.#take(() => Promise.resolve());
    this.#stopRecording = this.#options.clock.schedule(record, DELIVERY_RETRY_MS);
  }
}

const MIN_POLL_MS = 1;
const DELIVERY_RETRY_MS = 5000;
