import type { Flag } from '../../engine/flag.js';
import type { JsonValue } from '../../engine/json/json-value.js';
import { jsonType, textLiteral } from './json-type.js';

/** The type of a flag as `FlagTypes` declares it. */
export function flagType(flag: Flag): string {
  if (flag.type === 'custom') return 'unknown'; // its strategy may serve anything
  const served = servedByRules(flag);
  if (flag.type !== 'variant') return served.length === 0 ? 'boolean' : 'unknown';
  const { variants } = flag;
  const areNames = variants.every(({ name, value }) => value === undefined || value === name);
  if (areNames && served.every((value) => variants.some(({ name }) => name === value))) {
    return variants.map(({ name }) => textLiteral(name)).join(' | ');
  }
  return jsonType([...variants.map(({ name, value }) => (value === undefined ? name : value)), ...served]);
}

/** The values that rules serve beside those of variants. */
function servedByRules({ rules = [] }: Flag): JsonValue[] {
  return rules.flatMap(({ serve }) => (typeof serve === 'object' && 'value' in serve ? [serve.value] : []));
}
