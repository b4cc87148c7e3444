import { z } from 'zod';
import type { Order } from './ordered.js';

/** Finite numbers and bigints. */
export const numbers: Order<number> = {
  operand: z.number(),
  compares: 'numbers',
  options: [],
  views: ['number'],
  read(value) {
    const number = typeof value === 'bigint' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  },
  compare: (a, b) => a - b,
};
