import { afterAll, expect, it } from '@jest/globals';
import { describeWithProgram } from '../support/describe-with-server.js';
import type { Figure } from './figure.js';
import { clearAllLabs } from './lab.js';

const PATIENCE_MS = 120_000;

/**
 * A suite of one short run of a scenario: what must be right everywhere is held against its goal, what depends on the
 * machine is measured by the long run.
 *
 * @param expectation finishes the sentence that the title begins
 */
export function describeScenario(title: string, expectation: string, scenario: () => Promise<readonly Figure[]>): void {
  describeWithProgram('redis-server', title, () => {
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
  });
}
