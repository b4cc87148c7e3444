import { serverKilled } from './scenarios/server-killed.js';
import { describePostgresScenario, describeScenario } from './short-run.js';
import { asynchronous } from './stores/postgres-databases.js';

const EXPECTATION = 'loses no acknowledged write and fails no evaluation';
const sizes = { processes: 2, writers: 4, watchers: 1, kills: 3, seed: 1 };

describeScenario('A server that is killed and comes back', EXPECTATION, (start) => serverKilled(start, sizes));

describePostgresScenario('A server that is killed, with synchronous_commit off by default', EXPECTATION, () =>
  serverKilled(asynchronous, sizes),
);
