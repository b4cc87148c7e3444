import { z } from 'zod';
import type { Order } from './ordered.js';
import { MAX_OPERAND_TEXT } from './text.js';

/** Orders texts by their UTF-16 code units, like `<` in JavaScript, not by the rules of a language. */
export const texts = {
  operand: z.string().max(MAX_OPERAND_TEXT),
  compares: 'texts',
  comparesText: true,
  options: [],
  views: ['text', 'list'],
  read: (value: unknown) => (typeof value === 'string' ? value : undefined),
  compare: (a: string, b: string) => (a < b ? -1 : Number(a > b)),
} satisfies Order<string>;
