import type { Prerequisite } from '../../../lib/engine/targeting/prerequisite.js';
import type { Catalogue } from './delta.js';
import { flagKey, NOBODY, variantName, variantsOf } from './names.js';
import type { Dependency } from './specification.js';

/** In Unleash, a parent that has a parent itself satisfies no dependency; this excludes cycles, too. */
export function prerequisiteOf({ feature, enabled, variants = [] }: Dependency, { features }: Catalogue): Prerequisite {
  const parent = features.get(feature);
  if (parent === undefined || (parent.dependencies ?? []).length > 0) return { flag: NOBODY };
  const flag = flagKey(feature);
  if (enabled === false) return { flag, enabled };
  if (variants.length === 0) return { flag };
  const served = variantsOf(parent).filter(({ name }) => variants.includes(name));
  // The plain names, too: "disabled" is one of ours, and what the parent does not have is never served.
  return { flag, variants: [...variants, ...served.map((variant) => variantName(variant, parent))] };
}
