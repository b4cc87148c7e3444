import { z } from 'zod';
import { readJson, suiteFolder } from '../suites.js';

const suiteFlag = z.object({
  variants: z.record(z.string(), z.json()),
  defaultVariant: z.string().nullish(),
  disabled: z.boolean().optional(),
  contextEvaluator: z.string().optional(),
  flagMetadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

type SuiteFlag = z.infer<typeof suiteFlag>;

/** The flags of the specification, in definitions of ours. */
export function translatedFlags(): Record<string, unknown> {
  const flags = z.record(z.string(), suiteFlag).parse(readJson(suiteFolder('openfeature'), 'test-flags.json'));
  return Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, definitionOf(flag)]));
}

/** A variant flag that serves everyone its default variant; without one, nobody is covered, and it has no value. */
function definitionOf({ variants, defaultVariant, disabled, contextEvaluator, flagMetadata }: SuiteFlag): unknown {
  const names = Object.keys(variants);
  return {
    type: 'variant',
    enabled: disabled !== true,
    variants: names.map((name) => ({
      name,
      weight: name === (defaultVariant ?? names[0]) ? 1 : 0,
      value: variants[name],
    })),
    ...(typeof defaultVariant === 'string' ? { defaultVariant } : { coverage: 0 }),
    ...(contextEvaluator === undefined ? {} : { rules: [ruleOf(contextEvaluator)] }),
    ...(flagMetadata ? { metadata: flagMetadata } : {}),
  };
}

/** Translates the expressions in CEL that occur: terms joined by `&&` that select a variant, else none. */
function ruleOf(expression: string): unknown {
  const [, condition, variant] = /^(.+) \? '([^']+)' : ''$/.exec(expression) ?? [];
  if (condition === undefined) throw new Error(`The expression is not translated: ${expression}`);
  return { when: { all: condition.split(' && ').map(conditionOf) }, serve: { variant } };
}

function conditionOf(term: string): unknown {
  const [, denied] = /^!(\w+)$/.exec(term) ?? [];
  if (denied !== undefined) return { attribute: denied, op: 'equals', value: false };
  const [, name, text] = /^(\w+) == '([^']*)'$/.exec(term) ?? [];
  if (name !== undefined) return { attribute: name, op: 'equals', value: text };
  const [, greater, limit] = /^(\w+) > (\d+)$/.exec(term) ?? [];
  if (greater !== undefined) return { attribute: greater, op: 'greater_than', value: Number(limit) };
  throw new Error(`The term is not translated: ${term}`);
}
