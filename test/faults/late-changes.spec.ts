import { lateChanges } from './scenarios/late-changes.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'Changes that became due while the server was unavailable',
  'are carried out once and in order, or dropped',
  (start) => lateChanges(start, { rounds: 1 }),
);
