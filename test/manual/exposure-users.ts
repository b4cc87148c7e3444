import { createHash } from 'node:crypto';
import type { FlagDefinitions } from '../../lib/index.js';
import { FlagManager } from '../../lib/core.js';
import type { ExposureEvent, ExposureSink, FlagManagerOptions, TrackingEvent } from '../../lib/core.js';
import { ManualClock } from '../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';
import type { VariantCounts } from './recipes/exposure/experiment-counts.js';

export type FlagEvent = ExposureEvent | TrackingEvent;

export const WEIGHTS = { classic: 50, modern: 50 };

export const experiment: FlagDefinitions = {
  checkout_theme: {
    type: 'variant',
    variants: Object.entries(WEIGHTS).map(([name, weight]) => ({ name, weight })),
  },
};

export interface Simulation {
  readonly options?: FlagManagerOptions;
  /** The conversion rate of each variant. */
  readonly rates: Readonly<Record<string, number>>;
  /** Whether a user whose theme is shown reaches the code that evaluates the flag. @default always */
  readonly reaches?: (userId: string, variant: string) => boolean;
}

/** Simulates 10,000 users of a shop, some of whom come back, and delivers what they saw and did to the sink. */
export async function simulateUsers(sink: ExposureSink, { options, rates, reaches }: Simulation): Promise<void> {
  const flags = await FlagManager.create({
    initialFlags: experiment,
    onExposure: sink,
    exposure: { queueSize: 1_000_000, batchSize: 1000, timeout: '10m' },
    clock: new ManualClock(),
    logger: new RecordingLogger(),
    ...options,
  });
  for (let i = 0; i < 10_000; i++) {
    const userId = `user-${i}`;
    const variants = flags.evaluateAllByKey({ userId })['checkout_theme']; // which exposes nobody
    if (reaches?.(userId, variants?.variant ?? '') === false) continue;
    const theme = flags.getVariant('checkout_theme', 'classic', { userId });
    if (i % 3 === 0) flags.isEnabled('checkout_theme', { userId });
    if (chanceOf(userId) < (rates[theme] ?? 0)) flags.track('order_placed', { userId }, 20 + (i % 50));
  }
  await flags.close();
}

/** A number from 0 to below 1 that is the same for a user in each run, and independent of the variant. */
export function chanceOf(userId: string): number {
  return createHash('sha256').update(`purchase of ${userId}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** What the query of the manual counts, for events that are in memory. */
export function countsOf(events: readonly FlagEvent[], flagKey: string, name: string): VariantCounts[] {
  const variants = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.flagKey !== flagKey || event.assignment !== 'random') continue;
    const seen = variants.get(event.targetingKey) ?? new Set();
    variants.set(event.targetingKey, seen.add(event.variant));
  }
  const converted = new Set(events.flatMap((event) => (event.trackingEventName === name ? [event.targetingKey] : [])));
  const counts = new Map<string, { units: number; converted: number }>();
  for (const [unit, [variant = '', ...others]] of variants) {
    if (others.length > 0) continue;
    const count = counts.get(variant) ?? { units: 0, converted: 0 };
    count.units++;
    if (converted.has(unit)) count.converted++;
    counts.set(variant, count);
  }
  return [...counts]
    .map(([variant, count]) => ({ variant, ...count }))
    .toSorted((a, b) => (a.variant < b.variant ? -1 : 1));
}
