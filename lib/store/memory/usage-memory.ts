import { recentlyUsed } from '../../internal/recently-used.js';
import { UsageLimits, type FlagUsage, type FlagUsageDelta, type FlagUsageReport } from '../usage/flag-usage.js';
import { byAnswer, byKey } from '../usage/usage-order.js';

const MAX_INSTANCES = 10_000; // whose last delta is remembered

/** The usage of flags in memory, which deltas are added to. */
export class UsageMemory {
  readonly #sequences = recentlyUsed<{ readonly sequence: number }>(MAX_INSTANCES);
  #report: FlagUsageReport | undefined;

  /** @param report the usage that was added before. @default none */
  constructor(report?: FlagUsageReport) {
    this.#report = report;
  }

  /** The sum of all deltas; `undefined` if there is none. */
  get report(): FlagUsageReport | undefined {
    return this.#report;
  }

  /** Adds a delta, unless it was added before. */
  add(delta: FlagUsageDelta): void {
    this.#report = this.reportWith(delta);
    if (this.#isNew(delta)) this.#sequences.set(delta.instance, { sequence: delta.sequence });
  }

  /** The report that adding a delta results in; nothing is changed. */
  reportWith(delta: FlagUsageDelta): FlagUsageReport | undefined {
    const before = this.#report;
    if (!this.#isNew(delta)) return before;
    const { since, until, sequence } = delta;
    const flags = new Map(before?.flags.map((flag) => [flag.key, flag]));
    for (const { key, answers } of delta.flags) flags.set(key, usageWith(flags.get(key), key, answers, until));
    const now = later(before?.until, until);
    return {
      since: earlier(before?.since, since),
      until: now,
      instances: (before?.instances ?? 0) + (sequence === 1 ? 1 : 0),
      flags: [...flags.values()].filter((flag) => isRemembered(flag, now)).toSorted(byKey),
    };
  }

  #isNew({ instance, sequence }: FlagUsageDelta): boolean {
    return sequence > (this.#sequences.get(instance)?.sequence ?? 0);
  }
}

function usageWith(
  before: FlagUsage | undefined,
  key: string,
  added: FlagUsageDelta['flags'][number]['answers'],
  until: string,
): FlagUsage {
  const answers = [...(before?.answers ?? [])];
  for (const { enabled, variant, count } of added) {
    const index = answers.findIndex((known) => known.enabled === enabled && known.variant === variant);
    const known = answers[index];
    const usage = { enabled, ...(variant === undefined ? {} : { variant }) };
    if (known !== undefined) {
      answers[index] = { ...usage, count: known.count + count, lastServedAt: later(known.lastServedAt, until) };
    } else if (answers.length < UsageLimits.answers) answers.push({ ...usage, count, lastServedAt: until });
  }
  return {
    key,
    firstEvaluatedAt: earlier(before?.firstEvaluatedAt, until),
    lastEvaluatedAt: later(before?.lastEvaluatedAt, until),
    answers: answers.toSorted(byAnswer),
  };
}

/** The earlier one of two times in ISO 8601 in UTC. */
function earlier(before: string | undefined, now: string): string {
  return before !== undefined && before < now ? before : now;
}

/** The later one of two times in ISO 8601 in UTC. */
function later(before: string | undefined, now: string): string {
  return before !== undefined && before > now ? before : now;
}

function isRemembered({ lastEvaluatedAt }: FlagUsage, now: string): boolean {
  return lastEvaluatedAt !== undefined && Date.parse(lastEvaluatedAt) >= Date.parse(now) - UsageLimits.retention;
}
