import { pushAgainstPoll } from './scenarios/push-against-poll.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('Changes that are pushed or polled for', 'are missed by no process', () =>
  pushAgainstPoll(postgres(), { processes: 3, changes: 30, polled: 4 }),
);
