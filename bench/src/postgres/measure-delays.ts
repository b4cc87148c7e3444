import { quantile } from '../measure/statistics.js';
import { Child } from './child.js';
import type { Delays, FollowerKind } from './postgres-results.js';
import type { TimedVersion } from './process-messages.js';

const FOLLOWERS = 7;
const PATIENCE_MS = 5000;

/** Makes changes in one process, and measures when seven others know them. */
export async function measureDelays(kind: FollowerKind, url: string, schema: string, count: number): Promise<Delays> {
  const children: Child[] = [];
  const start = async (each: FollowerKind | 'writer') => {
    const child = await Child.start(each, url, schema);
    children.push(child);
    return child;
  };
  try {
    const followers = await Promise.all(Array.from({ length: FOLLOWERS }, () => start(kind)));
    const writer = await start('writer');
    const stored = await writer.write(count);
    const until = stored.at(-1)?.version ?? 0;
    return delaysOf(stored, await Promise.all(followers.map((each) => each.report(until, PATIENCE_MS))));
  } finally {
    for (const child of children) child.kill();
  }
}

function delaysOf(stored: readonly TimedVersion[], seen: readonly (readonly TimedVersion[])[]): Delays {
  const delays: number[] = [];
  let missed = 0;
  let unordered = 0;
  for (const ofOne of seen) {
    const times = new Map(ofOne.map(({ version, time }) => [version, time]));
    for (const { version, time } of stored) {
      const known = times.get(version);
      if (known === undefined) missed++;
      else delays.push(known - time);
    }
    unordered += ofOne.filter(({ version }, i) => version <= (ofOne[i - 1]?.version ?? 0)).length;
  }
  return { median: quantile(delays, 0.5), p99: quantile(delays, 0.99), max: quantile(delays, 1), missed, unordered };
}
