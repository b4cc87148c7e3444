import { asKeyText } from '../../allocation/targeting-key.js';
import type { View } from './attribute-view.js';

/** Text as it is; finite numbers and booleans as their JSON text, bigints as their decimal text. */
export const textView: View = {
  operand: 'string',
  read(value) {
    if (typeof value === 'string') return value;
    const text = typeof value === 'boolean' ? String(value) : asKeyText(value);
    return typeof text === 'string' ? text : undefined;
  },
};
