import { migrationsAtOnce } from './scenarios/migrations-at-once.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('Instances that migrate at the same time', 'all succeed', () =>
  migrationsAtOnce(postgres(), { instances: 3, trials: 3 }),
);
