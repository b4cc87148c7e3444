import { quoted, shownText } from '../../../internal/shown-text.js';
import { bucketDraw } from '../../allocation/draw.js';
import { bucketerReference, createBucketsOf } from '../../allocation/registered-bucketer.js';
import type { Definitions } from '../../definitions.js';
import { registered, returnedFunction, type Extensions } from '../../extensions.js';
import type { Flag } from '../../flag.js';
import type { Scope } from '../../compile/scope.js';
import { registeredStrategy, strategyTools } from '../../strategies/custom.strategy.js';
import { customOperatorOf, operandsOf, operatorOptionsOf, type AttributeCondition } from '../condition.js';
import { BUILT_IN_STEP, percentagesBetween } from '../percentages.js';
import { eachCondition, visitBucketing, visitConditions } from '../references.js';
import type { Segment } from '../segment.js';
import type { DefinitionProblem } from './definition-problem.js';

type Refuse = (path: readonly (string | number)[], message: string) => void;

const accepted = new WeakMap<Extensions, WeakSet<Flag | Segment>>();

/**
 * Checks that every operator, bucketer and strategy that a definition names is registered and accepts its parameters.
 * An accepted definition is not checked again: definitions are immutable, and changing one should cost nothing for all
 * others.
 */
export function checkExtensions({ flags, segments }: Definitions, extensions: Extensions): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const known = accepted.get(extensions) ?? new WeakSet();
  accepted.set(extensions, known);
  const check = (kind: 'flag' | 'segment', definition: Flag | Segment) => {
    if (!usesExtensions(definition) || known.has(definition)) return;
    const before = problems.length;
    checkDefinition(definition, extensions, (path, message) =>
      problems.push({ kind, key: definition.key, path, message }),
    );
    if (problems.length === before) known.add(definition);
  };
  for (const flag of flags.values()) check('flag', flag);
  for (const segment of segments.values()) check('segment', segment);
  return problems;
}

/** Whether a definition names an extension; most do not. */
function usesExtensions(definition: Flag | Segment): boolean {
  let isFound = 'bucketer' in definition;
  eachCondition(definition, (condition) => {
    if ('op' in condition) isFound ||= customOperatorOf(condition.op) !== undefined;
    else if ('rollout' in condition) isFound ||= condition.rollout.bucketer !== undefined;
  });
  if (isFound || !('type' in definition)) return isFound;
  if (definition.type === 'custom') return true;
  return (definition.rules ?? []).some(({ rollout, serve }) => {
    return rollout?.bucketer !== undefined || (typeof serve === 'object' && 'bucketer' in serve);
  });
}

function checkDefinition(definition: Flag | Segment, extensions: Extensions, refuse: Refuse): void {
  visitConditions(definition, (condition, path) => {
    const message = 'op' in condition ? operatorProblem(condition, extensions) : undefined;
    if (message !== undefined) refuse([...path, 'op'], message);
  });
  visitBucketing(definition, (bucketed, path, draw) => {
    const { bucketer } = bucketed;
    if (bucketer === undefined) return;
    const { name } = bucketerReference(bucketer);
    const known = registered(extensions.bucketers, name);
    if (known === undefined) return refuse([...path, 'bucketer'], unregistered('bucketer', name));
    const message = refusal(() => createBucketsOf(known)(bucketDraw(bucketed, draw, definition.key)));
    const refused = typeof bucketer === 'string' ? ['bucketer'] : ['bucketer', 'parameters'];
    if (message !== undefined) refuse([...path, ...refused], message);
    const step = typeof known === 'function' ? BUILT_IN_STEP : known.step;
    for (const at of percentagesBetween(step, bucketed)) refuse([...path, ...at], betweenSteps(name, step));
  });
  if ('type' in definition && definition.type === 'custom') {
    const strategy = registeredStrategy(definition, { extensions });
    const message =
      strategy === undefined
        ? unregistered('strategy', definition.strategy)
        : refusal(() => strategy(definition.parameters, strategyTools(definition, scopeOf(definition.key))));
    if (message !== undefined) refuse(['strategy'], message);
  }
}

function operatorProblem(condition: AttributeCondition, { operators }: Extensions): string | undefined {
  const name = customOperatorOf(condition.op);
  if (name === undefined) return undefined;
  const operator = registered(operators, name);
  if (operator === undefined) return unregistered('operator', name);
  return refusal(() => operator(operandsOf(condition), operatorOptionsOf(condition)));
}

function betweenSteps(bucketer: string, step: number): string {
  return `must be a multiple of ${step}, the step of the bucketer ${quoted(bucketer)}: round it, or declare a smaller "step" for the bucketer`;
}

/** Why an extension rejects its parameters; `undefined` when it accepts them. */
function refusal(start: () => (...given: never[]) => unknown): string | undefined {
  try {
    return returnedFunction(start()) ? undefined : 'is registered, but returns no function';
  } catch (error) {
    return `is rejected by it: ${error instanceof Error ? shownText(error.message) : 'it threw a value that is not an Error'}`;
  }
}

function unregistered(what: 'operator' | 'bucketer' | 'strategy', name: string): string {
  return `names the ${what} ${quoted(name)}, which is not registered: add it to the option "${what === 'strategy' ? 'strategies' : `${what}s`}"`;
}

/** A minimal scope for calling a strategy with a flag; nothing is evaluated. */
function scopeOf(key: string): Scope {
  return { key, now: () => 0, segment: () => () => false, flag: () => () => undefined };
}
