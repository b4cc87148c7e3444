import { herd } from './scenarios/herd.js';
import { describeScenario } from './short-run.js';

describeScenario('A change that many instances receive', 'costs the server few reads, and never a full one', (start) =>
  herd(start, { processes: 2, instances: 20, changes: 5 }),
);
