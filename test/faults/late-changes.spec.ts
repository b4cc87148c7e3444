import { lateChanges } from './scenarios/late-changes.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'Changes that became due while Redis was unavailable',
  'are carried out once and in order, or dropped',
  () => lateChanges({ rounds: 1 }),
);
