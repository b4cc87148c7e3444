import { afterAll, expect, it } from '@jest/globals';
import { describeIf, describeWithProgram } from '../support/describe-with-server.js';
import { postgresFolder } from '../support/postgres-server.js';
import type { Figure } from './figure.js';
import { clearAllLabs } from './lab.js';
import type { StartFlagServer } from './stores/flag-server.js';
import { postgres } from './stores/postgres-flag-server.js';
import { redis } from './stores/redis-flag-server.js';

const PATIENCE_MS = 120_000;

/**
 * A suite for each kind of store, with one short run of a scenario: what must be right everywhere is held against its
 * goal, what depends on the machine is measured by the long run.
 *
 * @param expectation finishes the sentence that the title begins
 */
export function describeScenario(
  title: string,
  expectation: string,
  scenario: (start: StartFlagServer) => Promise<readonly Figure[]>,
): void {
  describeWithProgram('redis-server', `${title} (Redis)`, () => runShort(expectation, () => scenario(redis)));
  describePostgresScenario(`${title} (Postgres)`, expectation, () => scenario(postgres()));
}

/** A suite with one short run of a scenario that only Postgres has; see {@link describeScenario}. */
export function describePostgresScenario(
  title: string,
  expectation: string,
  scenario: () => Promise<readonly Figure[]>,
): void {
  describeIf(postgresFolder() !== undefined, 'PostgreSQL', title, () => runShort(expectation, scenario));
}

function runShort(expectation: string, scenario: () => Promise<readonly Figure[]>): void {
  afterAll(clearAllLabs); // a scenario that takes too long is not waited for

  it(
    expectation,
    async () => {
      const figures = (await scenario()).filter(({ kind }) => kind === 'correctness');
      expect(figures).not.toStrictEqual([]);
      expect(figures.filter(({ reached }) => !reached)).toStrictEqual([]);
    },
    PATIENCE_MS,
  );
}
