import { manyFlags } from './scenarios/many-flags.js';
import { describeScenario } from './short-run.js';

describeScenario('A change of one of many flags', 'transfers the bytes of that change, not of all flags', (start) =>
  manyFlags(start, { flags: 1000, boots: 1, changes: 10, bootGoal: 3 }),
);
