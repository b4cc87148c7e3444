import type { Condition } from '../../../lib/engine/targeting/condition.js';
import { oneOf } from '../conditions.js';
import { conditionOf, inRanges } from './constraint.js';
import type { Catalogue } from './delta.js';
import { segmentKey } from './names.js';
import type { Feature, Strategy } from './specification.js';
import { unitAttributes } from './stickiness.js';

type Parameters = Readonly<Record<string, string>>;

const strategies: Readonly<Record<string, (parameters: Parameters, salt: string) => Condition>> = {
  default: () => true,
  userWithId: ({ userIds }) => oneOf('userId', listOf(userIds)),
  remoteAddress: ({ IPs }) => inRanges('remoteAddress', listOf(IPs)),
  gradualRolloutUserId: ({ percentage }, salt) => rollout(percentage, 'userId', salt),
  gradualRolloutSessionId: ({ percentage }, salt) => rollout(percentage, 'sessionId', salt),
  gradualRolloutRandom: ({ percentage }, salt) => rollout(percentage, 'random', salt),
  flexibleRollout: ({ rollout: percentage, stickiness = 'default' }, salt) => rollout(percentage, stickiness, salt),
};

/** When a strategy turns its feature on: its own condition, its constraints and its segments, all of them. */
export function whenOf(strategy: Strategy, feature: Feature, { segments }: Catalogue): Condition {
  const own = strategies[strategy.name]?.(strategy.parameters ?? {}, groupOf(strategy, feature)) ?? false;
  return {
    all: [
      own,
      ...(strategy.constraints ?? []).map(conditionOf),
      ...(strategy.segments ?? []).map((id) => (segments.has(id) ? { segment: segmentKey(id) } : false)),
    ],
  };
}

/** What separates the draws of a strategy from others. */
export function groupOf({ parameters }: Strategy, { name }: Feature): string {
  return parameters?.['groupId'] ?? name;
}

function rollout(percentage: string | undefined, stickiness: string, salt: string): Condition {
  const bucketBy = unitAttributes(stickiness);
  return { rollout: { percentage: Number(percentage), bucketBy, salt, bucketer: 'unleash' } };
}

function listOf(text = ''): string[] {
  return text.split(/\s*,\s*/).filter((item) => item !== '');
}
