import type { Rule } from '../../../lib/engine/targeting/rule.js';
import type { Translation } from '../suite-flags.js';
import { assignmentsOf, type Assignment } from './allocation.js';
import { contextPercentile } from './bucketer.js';
import type { FeatureFlag, Variant } from './feature-flag.js';
import { conditionOf } from './filter.js';

/** All flags of a sample, in definitions of ours. */
export function translate(flags: readonly FeatureFlag[]): Translation {
  return {
    flags: Object.fromEntries(flags.map((flag) => [flag.id, flagOf(flag)])),
    bucketers: { microsoft: contextPercentile },
  };
}

/** A flag is off unless it says that it is enabled; what is no boolean is left to the parser. */
function flagOf(flag: FeatureFlag): unknown {
  const { enabled = false, variants = [], allocation } = flag;
  const isOn = conditionOf(flag);
  if (variants.length === 0) return { type: 'boolean', enabled, rules: [{ when: isOn }], otherwise: false };
  const served = assignmentsOf(flag, isOn).map((assignment) => overridden(assignment, variants));
  return {
    type: 'variant',
    enabled,
    variants: variants.map(({ name, configuration_value: value = null }) => ({ name, weight: 1, value })),
    defaultVariant: enabled === true ? variantWhenOff(flag.id, served) : allocation?.default_when_disabled,
    rules: served.map(({ when, on, variant }): Rule => ({ when, serve: on ? serveOn(variant) : false })),
  };
}

/** A variant may turn the flag on or off that has assigned it. */
function overridden(assignment: Assignment, variants: readonly Variant[]): Assignment {
  const status = variants.find(({ name }) => name === assignment.variant)?.status_override;
  if (status === undefined || status === 'None') return assignment;
  return { ...assignment, on: status === 'Enabled' };
}

/** On with a variant, or with none of them: any value but `null` and `false` is on. */
function serveOn(variant: string | undefined): Exclude<Rule['serve'], undefined> {
  return variant === undefined ? { value: true } : { variant };
}

/** A flag of ours has one variant that is served while it is off. */
function variantWhenOff(flag: string, assignments: readonly Assignment[]): string | undefined {
  const [first, ...others] = new Set(assignments.filter(({ on }) => !on).map(({ variant }) => variant));
  if (others.length > 0) throw new Error(`"${flag}" is off with several variants, for which there is no translation`);
  return first;
}
