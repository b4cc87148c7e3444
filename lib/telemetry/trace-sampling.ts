import { murmur3 } from '../engine/allocation/murmur3.js';

/** Any seed makes the choice independent of samplers, which compare the id itself. */
const SEED = 3;

/** Whether a trace belongs to a share of all traces. Every process chooses the same ones. */
export function isTraceSampled(traceId: string, ratio: number): boolean {
  return murmur3(traceId, SEED) >>> 0 < ratio * 2 ** 32;
}
