import { idleCost } from './scenarios/idle-cost.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('An instance that nobody uses', 'sends only heartbeats, over few connections', () =>
  idleCost(postgres(), { instances: 2, idle: 3000, changes: 50 }),
);
