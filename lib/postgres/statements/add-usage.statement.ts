import { UsageLimits, type FlagUsageDelta } from '../../store/usage/flag-usage.js';
import type { Statement } from '../connection/statement.js';
import type { PostgresNames } from '../postgres-names.js';
import { keyText } from '../stored-text.js';
import { storedVariant } from './stored-variant.js';
import { timeAt } from './sql-time.js';

/**
 * Adds one delta of an instance, unless it was added before. Each part needs the rows of the previous one: the instance's
 * number decides, and the row of the summary lets one statement after the other write the rest. So two deltas never wait
 * for each other.
 *
 * Times that are ahead of the server's clock are replaced by it, so that an instance with a wrong clock removes nothing. The
 * limit of answers is compared with those that were there when the statement began, so that instances that add different
 * answers at the same instant may exceed it by them.
 */
export function addUsageStatement(names: PostgresNames, delta: FlagUsageDelta): Statement {
  const answers = delta.flags.flatMap(({ key, answers: ofFlag }) => ofFlag.map((answer) => ({ key, ...answer })));
  return {
    text: addUsageText(names),
    values: [
      keyText(delta.instance),
      delta.sequence,
      Date.parse(delta.since),
      Date.parse(delta.until),
      delta.flags.map(({ key }) => key),
      answers.map(({ key }) => key),
      answers.map(({ enabled }) => `${enabled}`),
      answers.map(({ variant }) => storedVariant(variant)),
      answers.map(({ count }) => count),
      UsageLimits.answers,
    ],
  };
}

function addUsageText({ usage, usageAnswers, usageInstances, usageSummary }: PostgresNames): string {
  const evaluatedAt = `least(${timeAt('$4')}, clock_timestamp())`;
  return `
WITH instance AS (
  INSERT INTO ${usageInstances} AS known (instance, sequence, seen_at)
    VALUES ($1::text, $2::float8::bigint, clock_timestamp())
    ON CONFLICT (instance) DO UPDATE SET sequence = EXCLUDED.sequence, seen_at = EXCLUDED.seen_at
      WHERE known.sequence < EXCLUDED.sequence
    RETURNING known.sequence
), summary AS (
  INSERT INTO ${usageSummary} AS kept (row, since, until, instances)
    SELECT 1, ${timeAt('$3')}, ${evaluatedAt}, CASE sequence WHEN 1 THEN 1 ELSE 0 END FROM instance
    ON CONFLICT (row) DO UPDATE SET
      since = least(kept.since, EXCLUDED.since),
      until = greatest(kept.until, EXCLUDED.until),
      instances = kept.instances + EXCLUDED.instances
    RETURNING ${evaluatedAt} AS evaluated_at
), evaluated AS (
  INSERT INTO ${usage} AS kept (flag, first_at, last_at)
    SELECT added.flag, evaluated_at, evaluated_at
      FROM summary CROSS JOIN unnest($5::text[]) AS added (flag)
      ORDER BY added.flag COLLATE "C"
    ON CONFLICT (flag) DO UPDATE SET
      first_at = least(kept.first_at, EXCLUDED.first_at),
      last_at = greatest(kept.last_at, EXCLUDED.last_at)
    RETURNING flag
), added AS (
  SELECT answer.flag, answer.enabled::boolean AS enabled, answer.variant, answer.count::bigint AS count,
      known.flag IS NOT NULL AS is_known,
      count(*) FILTER (WHERE known.flag IS NULL) OVER (PARTITION BY answer.flag ORDER BY answer.place) AS new_answers
    FROM unnest($6::text[], $7::text[], $8::text[], $9::float8[]) WITH ORDINALITY
      AS answer (flag, enabled, variant, count, place)
    LEFT JOIN ${usageAnswers} AS known
      ON known.flag = answer.flag AND known.enabled = answer.enabled::boolean AND known.variant = answer.variant
), counted AS (
  INSERT INTO ${usageAnswers} AS kept (flag, enabled, variant, count, last_at)
    SELECT added.flag, added.enabled, added.variant, added.count, evaluated_at
      FROM summary CROSS JOIN added
      WHERE is_known OR new_answers + (
        SELECT count(*) FROM ${usageAnswers} AS other WHERE other.flag = added.flag
      ) <= $10::float8
      ORDER BY added.flag COLLATE "C", added.enabled, added.variant COLLATE "C"
    ON CONFLICT (flag, enabled, variant) DO UPDATE SET
      count = kept.count + EXCLUDED.count,
      last_at = greatest(kept.last_at, EXCLUDED.last_at)
    RETURNING flag
)
SELECT (SELECT count(*) FROM evaluated)::float8 AS flags, (SELECT count(*) FROM counted)::float8 AS answers`;
}
