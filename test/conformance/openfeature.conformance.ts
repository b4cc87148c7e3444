import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { AsyncLocalStorageTransactionContextPropagator, OpenFeature } from '@openfeature/server-sdk';
import { casesOf } from './openfeature/features.js';
import { knownDifference } from './openfeature/known-differences.js';
import { runStep } from './openfeature/steps.js';
import { World } from './openfeature/world.js';

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

beforeAll(() => {
  OpenFeature.setLogger(silent); // the features provoke errors
  OpenFeature.setTransactionContextPropagator(new AsyncLocalStorageTransactionContextPropagator());
});

afterAll(() => OpenFeature.clearProviders());

describe.each(['evaluation_v2.feature', 'contextMerging.feature', 'hooks.feature', 'metadata.feature'])(
  '%s',
  (name) => {
    let world: World;

    beforeEach(() => {
      world = new World();
    });

    afterEach(() => world.close());

    for (const each of casesOf(name)) {
      const reason = knownDifference(each);
      const run = async () => {
        for (const step of each.steps) await runStep(world, step);
      };
      if (reason === undefined) it(each.title, run);
      else it.failing(`${each.title} [known difference: ${reason}]`, run); // fails as soon as the case holds
    }
  },
);
