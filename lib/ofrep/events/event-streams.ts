import { DAY } from '../../engine/time/zone-clock.js';
import type { Cancel } from '../../manager/clock.js';
import type { FlagSetReader } from '../../manager/reading/flag-set-reader.js';
import type { OfrepCaller } from '../caller/ofrep-caller.js';
import type { CallerState, CallerStates } from './caller-states.js';
import { CoalescedTask } from './coalesced-task.js';
import type { EventStream } from './event-stream.js';
import { StreamCounts, type StreamLimit } from './stream-limits.js';

/** Changes within this time are announced together. */
const COALESCE_MS = 100;

/**
 * A client that connects within this time after a change is told of it, because it may have fetched its flags before
 * the change and opened the stream after it.
 */
const RECENT_MS = 30_000;

export interface EventStreamsOptions {
  readonly flagSet: Pick<FlagSetReader, 'clock' | 'onChange'>;
  readonly states: CallerStates;
  /** The time between two heartbeats, in milliseconds. */
  readonly heartbeat: number;
  /** The age at which a stream is ended, in milliseconds. */
  readonly maxAge: number;
  /** The largest number of streams. */
  readonly maxStreams: number;
}

interface OpenStream {
  readonly stream: EventStream;
  readonly caller: OfrepCaller;
  readonly limits: readonly StreamLimit[];
  /** The instant from which on the stream is ended, so that guards and the context resolver are called again. */
  readonly endsAt: number;
  state: CallerState;
}

/** The open streams, on which clients are told when to fetch their flags again. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #open = new Set<OpenStream>();
  readonly #counts = new StreamCounts();
  readonly #announcement: CoalescedTask;
  readonly #unsubscribe: () => void;
  #cancelHeartbeat: Cancel | undefined;
  #cancelNextChange: Cancel | undefined;
  #nextChange = Infinity;
  #changedAt = -Infinity;
  #isClosed = false;

  constructor(options: EventStreamsOptions) {
    const { flagSet } = options;
    this.#options = options;
    this.#announcement = new CoalescedTask(flagSet.clock, COALESCE_MS, () => this.#announce());
    this.#unsubscribe = flagSet.onChange(() => {
      this.#changedAt = flagSet.clock.now();
      if (this.#open.size > 0) this.#announcement.schedule();
    });
  }

  /** The number of open streams. */
  get size(): number {
    return this.#open.size;
  }

  /** Why a caller may not open another stream; `undefined` if it may. */
  refusalFor(limits: readonly StreamLimit[]): 'caller' | 'all' | undefined {
    if (this.#counts.wouldExceed(limits)) return 'caller';
    return this.#isClosed || this.#open.size >= this.#options.maxStreams ? 'all' : undefined;
  }

  /**
   * Adds a stream.
   *
   * @param limits what the stream counts for
   * @param lastId the id of the last event that the client has received, if it reconnects
   */
  add(stream: EventStream, caller: OfrepCaller, limits: readonly StreamLimit[], lastId: string | undefined): void {
    const { flagSet, maxAge } = this.#options;
    const { clock } = flagSet;
    const state = this.#options.states.of(caller);
    const endsAt = clock.now() + maxAge * (1 - Math.random() / 10); // not all at once after a start
    const open: OpenStream = { stream, caller, limits, endsAt, state };
    this.#open.add(open);
    this.#counts.add(limits);
    const isMissing = lastId === undefined ? clock.now() - this.#changedAt < RECENT_MS : lastId !== state.id;
    if (isMissing) this.#tell(open);
    else stream.sendId(state.id);
    this.#expect(state.nextChange);
    this.#cancelHeartbeat ??= this.#scheduleHeartbeat();
    stream.onEnd(() => this.#remove(open)); // last, because it calls back at once if the client has gone already
  }

  /** Ends all streams. A request whose context was still being resolved opens none afterwards. */
  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#announcement.cancel();
    this.#cancelHeartbeat?.();
    this.#cancelNextChange?.();
    for (const { stream } of this.#open) stream.end();
  }

  #remove(open: OpenStream): void {
    if (!this.#open.delete(open)) return;
    this.#counts.remove(open.limits);
    if (this.#open.size > 0) return;
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = undefined;
    this.#cancelNextChange?.();
    this.#nextChange = Infinity;
  }

  /** Tells each client whose flags have changed. */
  #announce(): void {
    this.#cancelNextChange?.();
    this.#nextChange = Infinity;
    for (const open of this.#open) {
      const state = this.#options.states.of(open.caller);
      const isChanged = state.id !== open.state.id;
      open.state = state;
      if (isChanged) this.#tell(open);
      this.#expect(state.nextChange);
    }
  }

  #tell({ stream, state }: OpenStream): void {
    const lastModified = Math.floor(this.#options.flagSet.clock.now() / 1000);
    stream.sendEvent(state.id, { type: 'refetchEvaluation', etag: state.id, lastModified });
  }

  /** Checks all streams again at an instant at which time may change an answer. */
  #expect(instant: number): void {
    if (instant >= this.#nextChange) return;
    const { clock } = this.#options.flagSet;
    this.#cancelNextChange?.();
    this.#nextChange = instant;
    this.#cancelNextChange = clock.schedule(() => {
      this.#changedAt = clock.now();
      this.#announce();
    }, instant - clock.now());
  }

  #scheduleHeartbeat(): Cancel {
    const { flagSet, heartbeat } = this.#options;
    const day = Math.floor(flagSet.clock.now() / DAY);
    return flagSet.clock.schedule(() => {
      for (const { stream, endsAt } of this.#open) {
        if (flagSet.clock.now() < endsAt) stream.sendHeartbeat();
        else stream.end();
      }
      if (Math.floor(flagSet.clock.now() / DAY) > day) this.#announce(); // the next change is searched for one month only
      this.#cancelHeartbeat = this.#scheduleHeartbeat();
    }, heartbeat);
  }
}
