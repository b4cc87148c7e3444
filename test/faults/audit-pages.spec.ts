import { auditPages } from './scenarios/audit-pages.js';
import { describePostgresScenario } from './short-run.js';
import { genericPlans } from './stores/postgres-databases.js';

describePostgresScenario(
  'A page of a long audit log',
  'is found by an index, even without knowing the parameters',
  () => auditPages(genericPlans, { entries: 50_000, rounds: 2 }),
);
