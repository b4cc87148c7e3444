import { conflicts } from './scenarios/conflicts.js';
import { describePostgresScenario, describeScenario } from './short-run.js';
import { isolated } from './stores/postgres-databases.js';

const EXPECTATION = "have one winner, whom the others' errors name";
const sizes = { processes: 2, edits: 40, rounds: 5 };

describeScenario('Edits of one version of a flag from several processes', EXPECTATION, (start) =>
  conflicts(start, sizes),
);

for (const level of ['repeatable read', 'serializable'] as const) {
  describePostgresScenario(`Edits of one version of a flag, with ${level} by default`, EXPECTATION, () =>
    conflicts(isolated(level), sizes),
  );
}
