import { z } from 'zod';
import type { Operator } from './operator.js';

/** Neither missing nor null. The one test that has an answer for a missing attribute. */
export const exists: Operator<never> = {
  operand: z.never(),
  maxOperands: 0,
  compares: 'nothing',
  options: [],
  views: [],
  wholeArray: true,
  compile: () => (value) => value !== undefined && value !== null,
};
