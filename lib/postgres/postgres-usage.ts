import { isoTime } from '../engine/time/iso-time.js';
import { byAnswer, byKey } from '../store/usage/usage-order.js';
import type { AnswerUsage, FlagUsage, FlagUsageDelta, FlagUsageReport } from '../store/usage/flag-usage.js';
import type { PostgresStatements } from './connection/postgres-statements.js';
import type { Row } from './connection/statement.js';
import type { PostgresCleanup } from './postgres-cleanup.js';
import type { PostgresNames } from './postgres-names.js';
import { addUsageStatement } from './statements/add-usage.statement.js';
import { readUsageStatement } from './statements/read-usage.statement.js';
import { variantOf } from './statements/stored-variant.js';

export interface PostgresUsageOptions {
  readonly statements: Pick<PostgresStatements, 'run'>;
  readonly names: PostgresNames;
  readonly cleanup: Pick<PostgresCleanup, 'afterWrite'>;
}

/** The usage of flags. */
export class PostgresUsage {
  readonly #options: PostgresUsageOptions;

  constructor(options: PostgresUsageOptions) {
    this.#options = options;
  }

  async add(delta: FlagUsageDelta): Promise<void> {
    const { statements, names, cleanup } = this.#options;
    await statements.run(addUsageStatement(names, delta));
    cleanup.afterWrite();
  }

  async read(): Promise<FlagUsageReport | undefined> {
    const { statements, names } = this.#options;
    const rows = await statements.run(readUsageStatement(names));
    const [first] = rows;
    if (first === undefined) return undefined;
    return {
      since: timeOf(first['since']),
      until: timeOf(first['until']),
      instances: Number(first['instances']),
      flags: flagsOf(rows).toSorted(byKey),
    };
  }
}

/** The flags of rows that have one answer each. */
function flagsOf(rows: readonly Row[]): readonly FlagUsage[] {
  const answers = new Map<string, AnswerUsage[]>();
  const flags = new Map<string, FlagUsage>();
  for (const row of rows) {
    const { flag: key, first_at: first, last_at: last } = row;
    if (typeof key !== 'string') continue; // there are no flags
    const ofFlag = answers.get(key) ?? [];
    ofFlag.push(...answersOf(row));
    answers.set(key, ofFlag);
    flags.set(key, { key, firstEvaluatedAt: timeOf(first), lastEvaluatedAt: timeOf(last), answers: ofFlag });
  }
  return Array.from(flags.values(), (flag) => ({ ...flag, answers: flag.answers.toSorted(byAnswer) }));
}

/** The answer of a row; none if the flag has no answers. */
function answersOf({ enabled, variant, count, served_at: servedAt }: Row): readonly AnswerUsage[] {
  if (typeof enabled !== 'boolean') return [];
  const name = variantOf(variant);
  const served = name === undefined ? {} : { variant: name };
  return [{ enabled, ...served, count: Number(count), lastServedAt: timeOf(servedAt) }];
}

/** @param milliseconds with fractions, because the server counts microseconds */
function timeOf(milliseconds: unknown): string {
  return isoTime(Math.round(Number(milliseconds)));
}
