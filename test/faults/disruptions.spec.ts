import { disruptions } from './scenarios/disruptions.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('A connection that listens, broken in every way', 'misses no change', () =>
  disruptions(postgres(), { rounds: 1 }),
);
