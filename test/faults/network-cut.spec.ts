import { networkCut } from './scenarios/network-cut.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'A network that breaks in every way',
  'makes no call hang, and leaves all processes equal in the end',
  (start) =>
    networkCut(start, { processes: 1, writers: 2, watchers: 1, rounds: 1, calls: 1, storeTimeout: '1500ms', seed: 1 }),
);
