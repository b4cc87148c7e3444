import { stickyWriters } from './scenarios/sticky-writers.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('Writers of the variants of the same users', 'cause no deadlocks', () =>
  stickyWriters(postgres(), { writers: 4, writes: 100 }),
);
