import { median, medianRatio } from '../measure/statistics.js';
import type { ContenderTimes, EvaluateResults } from './evaluate-results.js';
import { LOOP_ALONE } from './loop-alone.js';

export const OURS = 'nestjs-feature-flags';
export const FLOOR = 'floor';

/** The library, the floor and the fastest of the others, for one case; times are nanoseconds per call. */
export interface CaseSummary {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
  /** Of the fastest that can do it; `undefined` when nobody can. */
  readonly peer: { readonly name: string; readonly times: readonly number[] } | undefined;
  /** What the library costs in terms of the floor. */
  readonly overFloor: number;
  /** How many times faster than the fastest peer the library is. */
  readonly overPeer: number | undefined;
}

/** `undefined` when the library or the floor was not timed for the case. */
export function caseSummary({ contenders }: EvaluateResults, caseId: string): CaseSummary | undefined {
  const timesOf = (id: string) => contenders.find((each) => each.id === id)?.times[caseId];
  const ours = timesOf(OURS);
  const floor = timesOf(FLOOR);
  if (ours === undefined || floor === undefined) return undefined;
  const peer = fastestPeer(contenders, caseId);
  return {
    ours,
    floor,
    peer,
    overFloor: medianRatio(ours, floor),
    overPeer: peer === undefined ? undefined : medianRatio(peer.times, ours),
  };
}

export function isPeer({ id }: ContenderTimes): boolean {
  return id !== OURS && id !== FLOOR && id !== LOOP_ALONE;
}

function fastestPeer(contenders: readonly ContenderTimes[], caseId: string): CaseSummary['peer'] {
  let fastest: CaseSummary['peer'];
  for (const each of contenders.filter(isPeer)) {
    const times = each.times[caseId];
    if (times === undefined) continue;
    if (fastest === undefined || median(times) < median(fastest.times)) fastest = { name: each.name, times };
  }
  return fastest;
}
