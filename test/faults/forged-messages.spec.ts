import { forgedMessages } from './scenarios/forged-messages.js';
import { describeScenario } from './short-run.js';

describeScenario('A flood of forged messages', 'releases no kill switch, and causes few reads', (start) =>
  forgedMessages(start, { processes: 2, duration: 1000 }),
);
