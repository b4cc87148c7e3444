import { z } from 'zod';
import { instantSchema } from '../../time/instant.schema.js';
import { ContextLimits } from '../../attributes/context-limits.js';
import type { Order } from './ordered.js';

const INSTANT = z.regexes.datetime({ offset: true }); // the grammar of `instantSchema`

/** Instants: dates and ISO 8601 text with an offset; with `coerce`, milliseconds since 1970 too. */
export const dates: Order<number> = {
  operand: instantSchema,
  options: ['coerce'],
  maxElements: ContextLimits.parsedElements,
  read(value, { coerce }) {
    if (typeof value === 'string') return INSTANT.test(value) ? finite(Date.parse(value)) : undefined;
    if (typeof value === 'number') return coerce ? finite(value) : undefined;
    return typeof value === 'object' ? timeOf(value) : undefined;
  },
  compare: (a, b) => a - b,
};

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
