import { targetingKey } from '../../allocation/targeting-key.js';
import { attributeReader } from '../../attributes/attribute-path.js';
import type { AttributeTest } from '../../extensions.js';
import type { FlagContext } from '../../flag-context.js';
import { overElements } from '../operators/elements.js';
import type { Segment } from '../segment.js';

/**
 * The list that contains a context. `keyless`: it is not excluded, and has no key that could be in the list of included
 * ones.
 */
export type Listed = 'exclude' | 'include' | 'keyless' | 'neither';

/** Looks a context up in a segment's lists; `exclude` takes precedence. */
export function compileLists({
  attribute = 'userId',
  include = [],
  exclude = [],
}: Segment): (context: FlagContext) => Listed {
  const read = attributeReader(attribute);
  const isIncluded = isOneOf(include);
  const isExcluded = isOneOf(exclude);
  return (context) => {
    const value = read(context);
    if (isExcluded(value) === true) return 'exclude';
    const verdict = isIncluded(value);
    if (verdict === true) return 'include';
    return verdict === undefined && include.length > 0 ? 'keyless' : 'neither';
  };
}

/** Tests whether a value is one of the keys, or an array that contains one of them. */
function isOneOf(keys: readonly string[]): AttributeTest {
  const wanted = new Set(keys);
  const test = (value: unknown) => {
    const key = targetingKey(value);
    return key === undefined ? undefined : wanted.has(key);
  };
  return overElements(test, { maxText: Infinity, writesBigints: true }); // targeting keys have their own limit
}
