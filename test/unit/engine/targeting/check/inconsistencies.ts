import { pathText } from '../../../../../lib/engine/flag.errors.js';
import type { Extensions } from '../../../../../lib/engine/extensions.js';
import { checkDefinitions } from '../../../../../lib/engine/targeting/check/check-definitions.js';
import { definitionSet } from '../../definition-set.js';

type Written = Readonly<Record<string, unknown>>;

/** What is inconsistent, as lines of `kind key.path: message`. */
export function inconsistenciesOf(flags: Written, segments: Written = {}, extensions?: Extensions): string[] {
  return checkDefinitions(definitionSet(flags, segments), extensions).map(
    ({ kind, key, path, message }) => `${kind} ${pathText([key, ...path])}: ${message}`,
  );
}

/** A boolean flag with a rule for each condition. */
export function ruled(...conditions: unknown[]): object {
  return { type: 'boolean', otherwise: false, rules: conditions.map((when) => ({ when })) };
}

/** A boolean flag with these prerequisites. */
export function after(...flags: string[]): object {
  return { type: 'boolean', prerequisites: flags.map((flag) => ({ flag })) };
}

/** A boolean flag in the layer "payment". */
export function inLayer(from: number, to: number, rest: object = {}): object {
  return { type: 'boolean', layer: { name: 'payment', from, to, ...rest } };
}
