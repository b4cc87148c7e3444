import { bootstrap } from './scenarios/bootstrap.js';
import { describeScenario } from './short-run.js';

describeScenario(
  'An instance that starts while its server is unavailable',
  'answers from the bootstrap file, which is never half written',
  (start) => bootstrap(start, { copies: 3 }),
);
