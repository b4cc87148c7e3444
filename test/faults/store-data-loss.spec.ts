import { storeDataLoss } from './scenarios/store-data-loss.js';
import { describeScenario } from './short-run.js';

describeScenario('A server that is emptied', 'releases no kill switch, and is restored once for all', (start) =>
  storeDataLoss(start, { processes: 2, rounds: 2 }),
);
