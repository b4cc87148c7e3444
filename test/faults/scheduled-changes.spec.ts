import { scheduledChanges } from './scenarios/scheduled-changes.js';
import { describeScenario } from './short-run.js';

describeScenario('A scheduled change whose worker is killed', 'is carried out exactly once', (start) =>
  scheduledChanges(start, { trials: 4, lanes: 2, seed: 1 }),
);
