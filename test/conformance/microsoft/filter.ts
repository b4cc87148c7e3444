import type { Condition } from '../../../lib/engine/targeting/condition.js';
import { oneOf } from '../conditions.js';
import { rolloutOf } from './bucketer.js';
import type { Audience, ClientFilter, FeatureFlag, TimeWindowParameters } from './feature-flag.js';

/** When an enabled flag is on: with any of its filters, with all of them, or always when there are none. */
export function conditionOf({ id, conditions = {} }: FeatureFlag): Condition {
  const { client_filters: filters = [], requirement_type: type = 'Any' } = conditions;
  if (filters.length === 0) return true;
  const each = filters.map((filter) => filterCondition(filter, id));
  return type === 'All' ? { all: each } : { any: each };
}

function filterCondition(filter: ClientFilter, flag: string): Condition {
  return filter.name === 'Microsoft.TimeWindow'
    ? timeCondition(filter.parameters)
    : targetingCondition(filter.parameters.Audience, flag);
}

function timeCondition({ Start, End }: TimeWindowParameters): Condition {
  if (Start === undefined && End === undefined) return false;
  return { time: { start: isoTime(Start), end: isoTime(End) } };
}

/** Microsoft writes HTTP dates. */
function isoTime(date: string | undefined): string | undefined {
  return date === undefined ? undefined : new Date(date).toISOString();
}

/** Exclusions first; then users, then a share of each group, then a share of everyone. */
function targetingCondition(audience: Audience, flag: string): Condition {
  const { Users = [], Groups = [], DefaultRolloutPercentage, Exclusion = {} } = audience;
  const excluded = { any: [oneOf('userId', Exclusion.Users ?? []), oneOf('groups', Exclusion.Groups ?? [])] };
  const groups = Groups.map(({ Name, RolloutPercentage }) => ({
    all: [oneOf('groups', [Name]), { rollout: rolloutOf({ percentage: RolloutPercentage }, `${flag}\n${Name}`) }],
  }));
  const others: Condition = { rollout: rolloutOf({ percentage: DefaultRolloutPercentage }, flag) };
  return { all: [{ not: excluded }, { any: [oneOf('userId', Users), ...groups, others] }] };
}
