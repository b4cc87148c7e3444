import { redisKilled } from './scenarios/redis-killed.js';
import { describeScenario } from './short-run.js';

describeScenario('A Redis that is killed and comes back', 'loses no acknowledged write and fails no evaluation', () =>
  redisKilled({ processes: 2, writers: 4, watchers: 1, kills: 3, seed: 1 }),
);
