import { isOnValue } from '../../compile/answers.js';
import type { Definitions } from '../../definitions.js';
import type { Flag } from '../../flag.js';
import { jsonEqual } from '../../json/json-equal.js';
import type { JsonValue } from '../../json/json-value.js';
import type { Prerequisite } from '../prerequisite.js';
import { referencesOf, visitPrerequisites } from '../references.js';
import type { Segment } from '../segment.js';
import type { DefinitionProblem } from './definition-problem.js';

interface MissingPart {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Finds prerequisites, and conditions on flags, that require variants or values missing from the definition of the
 * other flag. Overrides are ignored, because they are temporary and definitions must not depend on them. Flags without
 * a definition or with a custom strategy are accepted, because it is unknown what they serve.
 *
 * @param checked the definitions that may have any. @default all
 */
export function checkPrerequisites(definitions: Definitions, checked = definitions): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const check = (kind: DefinitionProblem['kind'], definition: Flag | Segment) => {
    if (referencesOf(definition).flags.length === 0) return; // most have none
    visitPrerequisites(definition, (prerequisite, path) => {
      const flag = definitions.flags.get(prerequisite.flag);
      const found = flag === undefined || flag.type === 'custom' ? undefined : lackIn(flag, prerequisite);
      if (found === undefined) return;
      problems.push({ kind, key: definition.key, path: [...path, ...found.path], message: found.message });
    });
  };
  for (const flag of checked.flags.values()) check('flag', flag);
  for (const segment of checked.segments.values()) check('segment', segment);
  return problems;
}

function lackIn(flag: Flag, { variants, value }: Prerequisite): MissingPart | undefined {
  if (variants !== undefined) return lacksVariant(variants, flag);
  if (value === undefined || servedValues(flag).some((served) => jsonEqual(served, value))) return undefined;
  const instead = value === false ? '. For a flag that is off, use "enabled": false' : '';
  const never = `is never served by the definition of "${flag.key}" while it is on (overrides do not count)`;
  return { path: ['value'], message: `${never}${instead}` };
}

function lacksVariant(wanted: readonly string[], flag: Flag): MissingPart | undefined {
  if (flag.type !== 'variant') {
    return {
      path: ['variants'],
      message: `can never hold: "${flag.key}" is of type "${flag.type}" and has no variants`,
    };
  }
  const index = wanted.findIndex((name) => flag.variants.every((variant) => variant.name !== name));
  if (index < 0) return undefined;
  return { path: ['variants', index], message: `can never hold: "${flag.key}" has no variant of this name` };
}

/** All values that a flag may serve while it is on. */
function servedValues(flag: Flag): JsonValue[] {
  const own = flag.type === 'variant' ? flag.variants.map(({ name, value = name }) => value) : [true];
  const ruled = (flag.rules ?? []).flatMap(({ serve }) =>
    typeof serve === 'object' && 'value' in serve && (serve.enabled ?? isOnValue(serve.value)) ? [serve.value] : [],
  );
  return [...own, ...ruled];
}
