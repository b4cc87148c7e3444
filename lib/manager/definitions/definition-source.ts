import { topicLogger } from '../topic-logger.js';
import type { ChainedProvider } from '../../providers/chained.provider.js';
import { messageOf } from '../../internal/message-of.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import type { ManagerEvents } from '../manager-events.js';
import type { DefinitionCache } from './definition-cache.js';
import type { DefinitionRegistry } from './definition-registry.js';
import { ProviderReport } from './provider-report.js';

export interface DefinitionSourceOptions {
  readonly chain: ChainedProvider;
  readonly cache: DefinitionCache;
  /** How old definitions may be before they are read again, in milliseconds; 0 if they are read only on request. */
  readonly ttl: number;
  readonly clock: Clock;
  readonly logger: FlagLogger;
  /** Applies what was read. */
  readonly registry: Pick<DefinitionRegistry, 'deliver'>;
  /** Receives `providers_read`. */
  readonly events: ManagerEvents;
}

/**
 * Keeps the definitions current: reads them when they are too old and on request, one read at a time. A provider that
 * announces a change is read immediately, even while another read waits for a slower provider. A read that fails
 * changes only the status.
 */
export class DefinitionSource {
  readonly #options: DefinitionSourceOptions;
  readonly #report: ProviderReport;
  #current: Promise<void> | undefined;
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

  /** Starts watching, and reads everything once. Changes that are announced during that read are part of the start. */
  async start(): Promise<void> {
    if (this.#closed) return;
    const { chain, logger } = this.#options;
    await chain.watch((error) => {
      if (this.#closed) return;
      if (error !== undefined)
        topicLogger(logger, 'provider-failed').error(
          `Watching a flag provider failed, so it is polled: ${messageOf(error)}`,
        );
      if (this.#booted) void (error === undefined ? this.#takeAnnounced() : this.#read());
    });
    await this.#read();
    await this.endBoot();
  }

  /** Applies what has been read so far. Definitions that arrive later, from slower providers, are changes. */
  async endBoot(): Promise<void> {
    this.#booted = true;
    await this.#takeAnnounced();
  }

  /** Reads every provider now; resolves when the definitions that were read after this call are in force. */
  async refresh(): Promise<void> {
    await this.#options.cache.clear();
    this.#options.chain.markOutdated();
    await this.#read();
  }

  /** Whether the last changes could not be recorded in the audit log; recording is retried. */
  get isUndelivered(): boolean {
    return this.#undelivered;
  }

  /** Reads the polled providers again; `undefined` if there are none. */
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

  /** Joins the next read that has not begun yet, so that many concurrent callers cause at most two reads. */
  #read(): Promise<void> {
    const { chain } = this.#options;
    const begin = () => {
      this.#next = undefined;
      this.#current = this.#take(() => chain.read()).finally(() => (this.#current = undefined));
      return this.#current;
    };
    if (this.#current === undefined && this.#next === undefined) return begin();
    this.#next ??= (this.#current ?? Promise.resolve()).then(begin);
    return this.#next;
  }

  /** Reads, applies and reports. Never rejects. */
  async #take(read: () => Promise<unknown>): Promise<void> {
    if (this.#closed) return;
    try {
      await read();
      if (!this.#closed) await this.#options.registry.deliver();
      this.#undelivered = false;
    } catch (error) {
      if (!this.#undelivered) {
        const why = messageOf(error);
        topicLogger(this.#options.logger, 'changes-not-recorded').error(
          `Changes of flag definitions could not be recorded, and are retried: ${why}`,
        );
      }
      this.#undelivered = true;
    }
    if (this.#closed) return;
    this.#report.update(this.#options.chain.status());
    this.#options.events.emit('providers_read');
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
