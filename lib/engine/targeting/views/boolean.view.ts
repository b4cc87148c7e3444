import type { View } from './attribute-view.js';

/** Reads booleans as they are, and the texts `true` and `false`, in lower case, as booleans. */
export const booleanView: View = {
  operand: 'boolean',
  read(value) {
    if (typeof value === 'boolean') return value;
    if (value === 'true') return true;
    return value === 'false' ? false : undefined;
  },
};
