import { z } from 'zod';
import type { Operator } from './operator.js';

/**
 * Matches an attribute that is neither missing nor `null`. This is the only test that does not return `undefined` for a
 * missing attribute.
 */
export const exists: Operator<never> = {
  operand: z.never(),
  maxOperands: 0,
  compares: 'nothing',
  options: [],
  views: [],
  wholeArray: true,
  compile: () => (value) => value !== undefined && value !== null,
};
