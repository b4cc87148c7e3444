import { forgedDuringRead } from './scenarios/forged-during-read.js';
import { describePostgresScenario } from './short-run.js';
import { postgres } from './stores/postgres-flag-server.js';

describePostgresScenario('Forged notifications during a read of the log', 'cause one more read', () =>
  forgedDuringRead(postgres(), { messages: 200 }),
);
