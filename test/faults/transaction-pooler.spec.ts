import { describeIf } from '../support/describe-with-server.js';
import { pathOfPgBouncer } from '../support/postgres/pg-bouncer.js';
import { transactionPooler } from './scenarios/transaction-pooler.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describeIf(pathOfPgBouncer() !== undefined, 'pgbouncer', 'Behind a pooler in transaction mode', () => {
  describePostgresScenario('an instance', 'reports that it polls, and misses no change', () =>
    transactionPooler(postgres(), { processes: 2, changes: 4 }),
  );
});
