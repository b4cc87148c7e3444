import { runtimeRole } from './scenarios/runtime-role.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('The role of an application', 'can use all features, and cannot change the log', () =>
  runtimeRole(postgres()),
);
