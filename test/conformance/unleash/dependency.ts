import type { Prerequisite } from '../../../lib/engine/targeting/prerequisite.js';
import type { Catalogue } from './delta.js';
import { DISABLED, flagKey, NOBODY, variantName, variantsOf } from './names.js';
import type { Dependency } from './specification.js';

/**
 * In Unleash, a parent that has a parent itself satisfies no dependency, which excludes cycles, and a variant that the
 * parent does not have is never served. Here, the parser rejects the latter.
 */
export function prerequisiteOf({ feature, enabled, variants = [] }: Dependency, { features }: Catalogue): Prerequisite {
  const parent = features.get(feature);
  if (parent === undefined || (parent.dependencies ?? []).length > 0) return { flag: NOBODY };
  const flag = flagKey(feature);
  if (enabled === false) return { flag, enabled };
  if (variants.length === 0) return { flag };
  const served = variantsOf(parent).filter(({ name }) => variants.includes(name));
  const names = served.map((variant) => variantName(variant, parent));
  if (variants.includes(DISABLED)) names.push(DISABLED);
  return names.length === 0 ? { flag: NOBODY } : { flag, variants: names };
}
