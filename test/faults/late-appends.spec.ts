import { lateAppends } from './scenarios/late-appends.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('An append that waits for a locked row until it is given up', 'is never carried out', () =>
  lateAppends(postgres(), { trials: 10, seed: 1 }),
);
