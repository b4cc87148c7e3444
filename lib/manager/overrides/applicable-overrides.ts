import { targetingKey, userKey } from '../../engine/allocation/targeting-key.js';
import { attributeReader } from '../../engine/attributes/attribute-path.js';
import type { FlagContext } from '../../engine/flag-context.js';
import type { FlagOverride, OverrideTarget } from '../../engine/flag-override.js';
import { overrideId } from '../../store/stored-document.js';
import { readOr } from '../reading/read-or.js';
import type { FlagOverrides } from './flag-overrides.js';

/**
 * The overrides of one flag that apply to a context: to all users, to its user, or to the value of one of its
 * attributes. The time it takes does not depend on the number of overrides.
 */
export function applicableOverrides(ofFlag: FlagOverrides, key: string, context: FlagContext): FlagOverride[] {
  const user = readOr(() => userKey(context), undefined);
  const targets: OverrideTarget[] = user === undefined ? [{}] : [{}, { unit: user }];
  for (const unitBy of ofFlag.attributes.keys()) {
    const value = readOr(() => attributeReader(unitBy)(context), undefined);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values) {
      const unit = targetingKey(each);
      if (unit !== undefined) targets.push({ unit, unitBy });
    }
  }
  return targets.flatMap((target) => ofFlag.get(overrideId(key, target)) ?? []);
}
