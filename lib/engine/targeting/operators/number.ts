import { z } from 'zod';
import type { Order } from './ordered.js';

/** Finite numbers and bigints. */
export const numbers: Order<number | bigint> = {
  operand: z.number(),
  compares: 'numbers',
  options: [],
  views: ['number'],
  read(value) {
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    return typeof value === 'bigint' ? value : undefined;
  },
  compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return a < b ? -1 : Number(a > b); // exact, which their difference as numbers would not be
  },
};
