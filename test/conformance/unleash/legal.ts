import { InvalidFlagError } from '../../../lib/index.js';
import { parseFlag } from '../../../lib/core.js';
import type { Condition } from '../../../lib/engine/targeting/condition.js';

/** In Unleash, a constraint that cannot be read never holds; here, the parser refuses the whole definition. */
export function legal(condition: Condition): Condition {
  try {
    parseFlag('probe', { type: 'boolean', rules: [{ when: condition }], otherwise: false });
    return condition;
  } catch (error) {
    if (error instanceof InvalidFlagError) return false;
    throw error;
  }
}
