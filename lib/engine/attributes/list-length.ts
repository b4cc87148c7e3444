import { ContextLimits, refuseSize } from './context-limits.js';

/**
 * The length of an array; `undefined` for anything else, such as a proxy that reports an invalid length.
 *
 * @throws when there are more than `max`
 */
export function lengthOf(value: unknown, max: number = ContextLimits.elements): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const { length } = value;
  if (length > max) refuseSize();
  return Number.isInteger(length) && length >= 0 ? length : undefined;
}
