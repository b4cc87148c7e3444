import { handover } from './scenarios/handover.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'An operator on a process that has not received a change yet',
  'can still continue from that change',
  (start) => handover(start, { rounds: 5 }),
);
