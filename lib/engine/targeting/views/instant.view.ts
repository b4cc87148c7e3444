import { MAX_INSTANT } from '../../../internal/date-time.js';
import { instantIn } from '../operators/date.js';
import type { View } from './attribute-view.js';

/** Reads a `Date`, ISO 8601 text to the second with an offset, or a number of milliseconds since 1970 as a `Date`. */
export const instantView: View = {
  operand: 'string',
  read(value) {
    const instant = typeof value === 'number' ? value : instantIn(value);
    return instant !== undefined && Math.abs(instant) <= MAX_INSTANT ? new Date(instant) : undefined;
  },
};
