import type { CustomOperator } from 'nestjs-feature-flags/core';

/** `{ attribute: 'basket', op: 'custom:divisible_by', value: 3 }` */
export const divisibleBy: CustomOperator = ([divisor]) => {
  if (typeof divisor !== 'number' || divisor === 0) throw new Error('needs a number other than 0');
  return (attribute) => (typeof attribute === 'number' ? attribute % divisor === 0 : undefined);
};
