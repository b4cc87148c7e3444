import { z } from 'zod';
import { instantSchema } from '../../time/instant.schema.js';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { Order } from './ordered.js';

const INSTANT = z.regexes.datetime({ offset: true }); // the grammar of `instantSchema`

/** Instants: dates and ISO 8601 text with an offset. */
export const dates: Order<number> = {
  operand: instantSchema,
  compares: 'instants',
  options: [],
  views: ['instant'],
  maxElements: ContextLimits.parsedElements,
  read: instantIn,
  compare: (a, b) => a - b,
};

/** The instant of a `Date`, or of ISO 8601 text with an offset, in milliseconds since 1970; else `undefined`. */
export function instantIn(value: unknown): number | undefined {
  if (typeof value === 'string') return INSTANT.test(value) ? finite(Date.parse(value)) : undefined;
  return typeof value === 'object' ? timeOf(value) : undefined;
}

function timeOf(date: object | null): number | undefined {
  try {
    return date instanceof Date ? finite(Date.prototype.getTime.call(date)) : undefined;
  } catch {
    return undefined; // a proxy, or an object that only inherits from Date
  }
}

function finite(time: number): number | undefined {
  return Number.isFinite(time) ? time : undefined;
}
