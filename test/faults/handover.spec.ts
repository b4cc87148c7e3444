import { handover } from './scenarios/handover.js';
import { describeScenario } from './short-run.js';

describeScenario('An operator on a process that has not received a change yet', 'can go on from it all the same', () =>
  handover({ rounds: 5 }),
);
