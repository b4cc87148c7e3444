import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { agree } from './agree.js';
import { SuiteFlags } from './suite-flags.js';
import { contextOf } from './unleash/context.js';
import { flagKey } from './unleash/names.js';
import { specifications } from './unleash/specification.js';
import { translate } from './unleash/translate.js';
import { variantAnswer } from './unleash/variant.js';

for (const { file, state, tests = [], variantTests = [] } of specifications()) {
  describe(file, () => {
    let flags: SuiteFlags;

    beforeAll(async () => {
      flags = await SuiteFlags.load(translate(state));
    });

    afterAll(() => flags.close());

    for (const { description, toggleName, context, expectedResult } of tests) {
      it(description, () => {
        const evaluation = flags.evaluate(flagKey(toggleName), contextOf(context));
        agree(evaluation.enabled, expectedResult, flags.why(evaluation));
      });
    }

    for (const { description, toggleName, context, expectedResult } of variantTests) {
      it(description, () => {
        const evaluation = flags.evaluate(flagKey(toggleName), contextOf(context));
        agree(variantAnswer(evaluation), expectedResult, flags.why(evaluation));
      });
    }
  });
}
