import { serverKilled } from './scenarios/server-killed.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'A server that is killed and comes back',
  'loses no acknowledged write and fails no evaluation',
  (start) => serverKilled(start, { processes: 2, writers: 4, watchers: 1, kills: 3, seed: 1 }),
);
