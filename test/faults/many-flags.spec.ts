import { manyFlags } from './scenarios/many-flags.js';
import { describeScenario } from './short-run.js';

describeScenario('A change of one of many flags', 'moves as many bytes as the change has, not the set', () =>
  manyFlags({ flags: 1000, boots: 1, changes: 10 }),
);
