import { ContextLimits, refuseSize } from './context-limits.js';

/**
 * How many elements an array has; `undefined` when it is no array, or a proxy that lies about it.
 *
 * @throws when there are more than `max`
 */
export function lengthOf(value: unknown, max: number = ContextLimits.elements): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const { length } = value;
  if (length > max) refuseSize();
  return Number.isInteger(length) && length >= 0 ? length : undefined;
}
