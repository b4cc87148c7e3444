import { isoTime } from '../../engine/time/iso-time.js';
import { UsageMemory } from '../../store/memory/usage-memory.js';
import type { ResolvedManagerOptions } from '../options/resolve-manager-options.js';
import type { StoreReplica } from '../replica/store-replica.js';
import { AnswerCounters } from '../usage/answer-counters.js';
import { UsageDeltas } from '../usage/usage-deltas.js';
import { UsageRecorder, type UsageSink } from '../usage/usage-recorder.js';
import type { StoreParts } from './store-parts.js';

/** The parts that count answers, and add up the usage of flags. */
export interface UsageParts {
  /** Counts the answers that are served to code; `undefined` if usage is not counted. */
  readonly counters: AnswerCounters | undefined;
  /** Adds the counts to the store; `undefined` if usage is not counted. */
  readonly usage: UsageRecorder | undefined;
  /** Where usage is added up; `undefined` if it is neither counted here nor kept by the store. */
  readonly usageSink: UsageSink | undefined;
}

export function buildUsageParts(
  { enabled, store, usage: options, clock, logger }: ResolvedManagerOptions,
  instance: string,
  { replica }: Pick<StoreParts, 'replica'>,
): UsageParts {
  const isKept = store?.addUsage !== undefined;
  if (!enabled || options === undefined) {
    return { counters: undefined, usage: undefined, usageSink: isKept ? storeSink(replica) : undefined };
  }
  const sink = isKept ? storeSink(replica) : memorySink();
  const counters = new AnswerCounters();
  const usage = new UsageRecorder({
    deltas: new UsageDeltas(counters, instance, isoTime(clock.now())),
    sink,
    flushEvery: options.flushEvery,
    isAvailable: () => !isKept || replica.health.isCurrent,
    clock,
    logger,
  });
  return { counters, usage, usageSink: sink };
}

function storeSink(replica: StoreReplica): UsageSink {
  return {
    addUsage: (delta) => replica.attempt((store) => store.addUsage?.(delta)),
    readUsage: () => replica.attempt((store) => store.readUsage?.()),
  };
}

/** The usage of this instance, for a store that does not keep usage. */
function memorySink(): UsageSink {
  const memory = new UsageMemory();
  return { addUsage: (delta) => memory.add(delta), readUsage: () => memory.report };
}
