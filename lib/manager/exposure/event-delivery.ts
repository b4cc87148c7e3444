import { counted } from '../../internal/counted.js';
import { messageOf } from '../../internal/message-of.js';
import { OngoingProblem } from '../../internal/ongoing-problem.js';
import { withTimeout } from '../../internal/with-timeout.js';
import type { Cancel, Clock } from '../clock.js';
import type { FlagLogger } from '../flag-logger.js';
import { topicLogger } from '../topic-logger.js';
import { EventSender } from './event-sender.js';
import type { FlagEvent } from './exposure-event.js';
import type { DeliveryCounts } from './exposure-status.js';
import type { ResolvedExposureOptions } from './resolve-exposure-options.js';

export interface EventDeliveryOptions {
  readonly options: ResolvedExposureOptions;
  /** Called with the events of a batch that was not delivered. */
  readonly undelivered: (events: readonly FlagEvent[]) => void;
  readonly clock: Clock;
  readonly logger: FlagLogger;
}

/**
 * Delivers events to the sink in batches, one at a time and never within an evaluation. A batch is delivered at most
 * once: only the sink knows whether a failed one was stored in part, so only the sink can retry it.
 */
export class EventDelivery {
  readonly #parts: EventDeliveryOptions;
  readonly #sender: EventSender;
  readonly #problem: OngoingProblem;
  #queue: FlagEvent[] = [];
  #delivered = 0;
  #failed = 0;
  #dropped = 0;
  #closed = false;
  #cancelFlush: Cancel | undefined;
  #flushing: Promise<void> | undefined;

  constructor(parts: EventDeliveryOptions) {
    this.#parts = parts;
    this.#sender = new EventSender(parts.options);
    this.#problem = new OngoingProblem({
      report: (problem) => topicLogger(parts.logger, 'events-not-delivered').warn(problem),
      resolved: () => parts.logger.log('"onExposure" accepts events again.'),
    });
  }

  get counts(): DeliveryCounts {
    return { queued: this.#queue.length, delivered: this.#delivered, failed: this.#failed, dropped: this.#dropped };
  }

  /** Whether an event can be added; {@link drop} it if not. */
  get hasRoom(): boolean {
    return !this.#closed && this.#queue.length < this.#parts.options.queueSize;
  }

  /** Adds an event, for which there must be room. */
  add(event: FlagEvent): void {
    const { batchSize, flushInterval } = this.#parts.options;
    this.#queue.push(Object.freeze(event));
    if (this.#flushing !== undefined) return; // afterwards, the next flush is scheduled
    if (this.#queue.length === batchSize) this.#flushAfter(0);
    else if (this.#queue.length === 1) this.#flushAfter(flushInterval);
  }

  /** Counts an event for which there is no room. */
  drop(): void {
    this.#dropped++;
    if (this.#closed) return;
    const { queueSize } = this.#parts.options;
    this.#report(`Events are dropped, because ${queueSize} of them wait for "onExposure", which is too slow.`);
  }

  /** Delivers the queued events now. Never rejects. */
  async flush(): Promise<void> {
    await this.#flushing; // which may have begun before the latest events were queued
    this.#cancelFlush?.();
    await this.#flush();
  }

  /** Delivers the remaining events, for as long as one batch may take; the others are dropped. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelFlush?.();
    const { timeout } = this.#parts.options;
    await withTimeout(() => this.#flushAll(), timeout, managerClosed).catch((error: unknown) => this.#giveUp(error));
  }

  async #flushAll(): Promise<void> {
    while (this.#queue.length > 0 || this.#flushing !== undefined) await this.#flush();
  }

  async #giveUp(reason: unknown): Promise<void> {
    this.#dropped += this.#queue.length;
    this.#queue = [];
    this.#sender.abort(reason);
    await this.#flushing;
  }

  #flushAfter(delay: number): void {
    this.#cancelFlush?.();
    this.#cancelFlush = this.#parts.clock.schedule(() => void this.#flush(), delay);
  }

  /** Delivers the events that are queued now, or waits for the delivery in progress. Never rejects. */
  #flush(): Promise<void> {
    if (this.#flushing === undefined && this.#queue.length > 0) this.#flushing = this.#deliverQueued();
    return this.#flushing ?? Promise.resolve();
  }

  /**
   * Delivers at least one event, batch by batch, until the sink fails: it is then not called again before the next
   * flush.
   */
  async #deliverQueued(): Promise<void> {
    const { batchSize, flushInterval } = this.#parts.options;
    let isAccepted = true;
    for (let rest = this.#queue.length; rest > 0 && (isAccepted || this.#closed); rest -= batchSize) {
      const batch = this.#queue.splice(0, batchSize);
      if (batch.length === 0) break; // close() has dropped the others
      isAccepted = await this.#deliver(batch);
    }
    this.#flushing = undefined;
    if (this.#closed || this.#queue.length === 0) return;
    this.#flushAfter(isAccepted && this.#queue.length >= batchSize ? 0 : flushInterval);
  }

  async #deliver(events: readonly FlagEvent[]): Promise<boolean> {
    try {
      await this.#sender.send(events);
      this.#delivered += events.length;
      // A slower sink accepts each batch, but is still too slow.
      if (this.#queue.length < this.#parts.options.batchSize) this.#problem.update(undefined);
      return true;
    } catch (error) {
      this.#failed += events.length;
      this.#report(
        `"onExposure" failed, and its batch is lost (${counted(events.length, 'event')}): ${messageOf(error)}`,
      );
      this.#parts.undelivered(events);
      return false;
    }
  }

  /** Logs the first problem until the sink keeps up with the events again. */
  #report(problem: string): void {
    if (this.#problem.current === undefined) this.#problem.update(problem);
  }
}

function managerClosed(): Error {
  return new Error('the manager was closed');
}
