import { lateChanges } from './scenarios/late-changes.js';
import { describeScenario } from './short-run.js';

describeScenario('Changes that came due while Redis was away', 'are carried out once and in order, or dropped', () =>
  lateChanges({ rounds: 1 }),
);
