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
  const { enabled = false, variants = [], allocation = {} } = flag;
  const isOn = conditionOf(flag);
  if (variants.length === 0) return { type: 'boolean', enabled, rules: [{ when: isOn }], otherwise: false };
  return {
    type: 'variant',
    enabled,
    variants: variants.map(({ name, configuration_value: value = null }) => ({ name, weight: 1, value })),
    defaultVariant: allocation.default_when_disabled,
    rules: assignmentsOf(flag, isOn).map((assignment) => ruleOf(assignment, variants)),
  };
}

/** A variant may turn the flag that assigned it on or off; a flag that is on without a variant has any value. */
function ruleOf({ when, on, variant }: Assignment, variants: readonly Variant[]): Rule {
  if (variant === undefined) return { when, serve: on ? { value: true } : false };
  const { status_override: status = 'None' } = variants.find(({ name }) => name === variant) ?? {};
  return { when, serve: { variant, enabled: status === 'None' ? on : status === 'Enabled' } };
}
