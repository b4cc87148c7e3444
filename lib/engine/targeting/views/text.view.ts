import { isBoundedBigint } from '../../attributes/bounded-bigint.js';
import { refuseSize } from '../../attributes/context-limits.js';
import { asKeyText } from '../../allocation/targeting-key.js';
import type { View } from './attribute-view.js';

/** Reads text as it is, finite numbers and booleans as their JSON text, and bigints as their decimal text. */
export const textView: View = {
  operand: 'string',
  read(value) {
    if (typeof value === 'string') return value;
    if (typeof value === 'bigint' && !isBoundedBigint(value)) return refuseSize();
    const text = typeof value === 'boolean' ? String(value) : asKeyText(value);
    return typeof text === 'string' ? text : undefined;
  },
};
