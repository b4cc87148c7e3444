import type { View } from './attribute-view.js';

/** `true` and `false` as they are; the texts `true` and `false`, in lower case, as the booleans they spell. */
export const booleanView: View = {
  operand: 'boolean',
  read(value) {
    if (typeof value === 'boolean') return value;
    if (value === 'true') return true;
    return value === 'false' ? false : undefined;
  },
};
