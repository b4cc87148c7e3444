/** The range of a `Date`, in milliseconds before and after 1970. */
export const MAX_INSTANT = 8.64e15;

/**
 * The time of a valid `Date` in milliseconds since 1970; `undefined` for other values. Reads the internal slot, so that
 * own methods of the object have no effect, and an object that only inherits from `Date` is not a date.
 */
export function timeOfDate(value: unknown): number | undefined {
  try {
    const time = Date.prototype.getTime.call(value);
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined; // has no such slot
  }
}
