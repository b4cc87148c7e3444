import { auditPages } from './scenarios/audit-pages.js';
import { describePostgresScenario } from './short-run.js';
import { genericPlans } from './stores/postgres-databases.js';

describePostgresScenario('A page of a long audit log', 'is found through an index, even with a generic plan', () =>
  auditPages(genericPlans, { entries: 50_000, rounds: 2 }),
);
