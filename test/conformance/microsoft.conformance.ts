import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { agree } from './agree.js';
import { answerOf, expectedOf, REFUSED } from './microsoft/answer.js';
import { contextOf } from './microsoft/context.js';
import { samples } from './microsoft/samples.js';
import { translate } from './microsoft/translate.js';
import { SuiteFlags } from './suite-flags.js';

for (const { file, flags: definitions, cases } of samples()) {
  describe(file, () => {
    let flags: SuiteFlags;

    beforeAll(async () => {
      flags = await SuiteFlags.load(translate(definitions));
    });

    afterAll(() => flags.close());

    for (const each of cases) {
      const { FeatureFlagName: key, Description, FriendlyName = key, Inputs } = each;
      it(`${FriendlyName}: ${Description}`, () => {
        const expected = expectedOf(each);
        const evaluation = flags.evaluate(key, contextOf(Inputs));
        const got = flags.isRefused(key) ? REFUSED : answerOf(evaluation, expected);
        agree(got, expected, flags.why(evaluation));
      });
    }
  });
}
