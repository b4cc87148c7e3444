import { propagation } from './scenarios/propagation.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'A change made on one of several processes',
  'comes into force on all others, each once and in order',
  (start) => propagation(start, { processes: 4, changes: 60, goal: { share: 0.99, times: 30 } }),
);
