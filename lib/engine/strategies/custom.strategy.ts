import { offAnswer, switchAnswer } from '../compile/answers.js';
import { attributeReader } from '../attributes/attribute-path.js';
import { createDraw } from '../allocation/draw.js';
import { NO_BUCKET } from '../allocation/no-bucket.js';
import {
  registered,
  returnedFunction,
  type CustomStrategy,
  type StrategyAnswer,
  type StrategyTools,
} from '../extensions.js';
import type { FlagIssue } from '../flag.errors.js';
import type { CustomFlag } from '../flag.js';
import { instantOf } from '../attributes/read-context.js';
import { EvaluationReason, type FlagEvaluation } from '../flag-evaluation.js';
import { ignoreRejection } from '../../internal/ignore-rejection.js';
import { isJsonObject } from '../json/json-value.js';
import { deepFreeze, plainData } from '../json/plain-data.js';
import type { Scope } from '../compile/scope.js';
import { thrownName } from '../../internal/thrown-name.js';
import type { Strategy } from './strategy.js';

/** Calls the strategy that the application has registered; if it fails, the flag is off. */
export const customStrategy: Strategy<CustomFlag> = (flag, scope) => {
  const off = offAnswer(flag, EvaluationReason.EvaluationError);
  const on = switchAnswer(flag.key, true, EvaluationReason.Custom);
  const answeredOff = switchAnswer(flag.key, false, EvaluationReason.Custom);
  const fail = (why: string) => {
    scope.report?.(`Strategy "${flag.strategy}" failed for flag "${flag.key}", which is off: ${why}`);
    return off;
  };
  try {
    const evaluate = returnedFunction(registeredStrategy(flag, scope)?.(flag.parameters, strategyTools(flag, scope)));
    if (evaluate === undefined) return () => fail('it is not registered, or returns no function');
    return (context) => {
      try {
        const answer = evaluate(context);
        if (typeof answer === 'boolean') return answer ? on : answeredOff;
        const checked = checkedAnswer(flag.key, answer);
        if (checked !== undefined) return checked;
        ignoreRejection(answer);
        return fail('it must return a boolean or { enabled, variant?, value? }');
      } catch (error) {
        return fail(`it threw ${thrownName(error)}`);
      }
    };
  } catch (error) {
    return () => fail(`it threw ${thrownName(error)}`);
  }
};

/** The registered strategy of a flag. */
export function registeredStrategy(
  flag: CustomFlag,
  { extensions }: Pick<Scope, 'extensions'>,
): CustomStrategy | undefined {
  return registered(extensions?.strategies, flag.strategy);
}

/** The helpers that a custom strategy receives with its parameters. */
export function strategyTools(flag: CustomFlag, scope: Scope): StrategyTools {
  const draw = createDraw(flag, 'rollout', 100, scope);
  return {
    key: flag.key,
    instantOf: (context) => instantOf(context, scope),
    attributeOf: (context, path) => attributeReader(path)(context),
    bucketOf: (context) => {
      const bucket = draw.bucketOf(context);
      return bucket === NO_BUCKET ? undefined : bucket;
    },
  };
}

function checkedAnswer(key: string, answer: Exclude<StrategyAnswer, boolean>): FlagEvaluation | undefined {
  const issues: FlagIssue[] = [];
  const data = plainData(answer, [], issues);
  if (issues.length > 0 || !isJsonObject(data)) return undefined;
  const { enabled, variant, value } = data;
  if (typeof enabled !== 'boolean' || (variant !== undefined && typeof variant !== 'string')) return undefined;
  return deepFreeze({
    key,
    enabled,
    variant,
    value: value === undefined ? (variant ?? enabled) : value,
    reason: EvaluationReason.Custom,
  });
}
