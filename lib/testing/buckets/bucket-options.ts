import type { Bucketer } from '../../engine/allocation/bucketer.js';
import type { BucketBy } from '../../engine/allocation/targeting-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { arrayElements, isArray } from '../../internal/options/array-elements.js';
import { checkedElsewhere, textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';

/**
 * The options of {@link bucketOf}, {@link userInBucket} and {@link userOutsideBucket}. By default, they are those of the
 * flag's definition in the running application.
 */
export interface BucketOptions {
  /** The salt of the rollout. @default that of the definition, else the flag's key */
  readonly salt?: string | undefined;
  /** The attribute that is bucketed. @default that of the definition, else the user id */
  readonly bucketBy?: BucketBy | undefined;
  /** The bucketer itself. @default that of the definition, else the built-in hash */
  readonly bucketer?: Bucketer | undefined;
}

const path = textOption(FlagLimits.nameLength);
const pathsOption: OptionReader<BucketBy> = (value, place) =>
  isArray(value) ? (arrayElements(value, 10).elements ?? []).map((each) => path(each, place)) : path(value, place);

export const bucketOptions = new OptionsSchema<BucketOptions>('the bucket', {
  salt: textOption(FlagLimits.nameLength, 0),
  bucketBy: pathsOption,
  bucketer: checkedElsewhere,
});
