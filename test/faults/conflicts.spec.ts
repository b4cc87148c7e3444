import { conflicts } from './scenarios/conflicts.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'Edits of one version of a flag from several processes',
  "have one winner, whom the others' errors name",
  (start) => conflicts(start, { processes: 2, edits: 40, rounds: 5 }),
);
