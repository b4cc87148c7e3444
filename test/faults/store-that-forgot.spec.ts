import { storeThatForgot } from './scenarios/store-that-forgot.js';
import { describeScenario } from './short-run.js';

describeScenario('A Redis that is emptied', 'releases no kill switch, and is restored once for all', () =>
  storeThatForgot({ processes: 2, rounds: 2 }),
);
