import { describe, expect, it } from '@jest/globals';
import { MissingFlags } from '../../../../lib/manager/reading/missing-flags.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

describe('Evaluations of undefined flags', () => {
  it('are counted only once the flags are known', () => {
    const logger = new RecordingLogger();
    const missing = new MissingFlags(logger);
    const chekcout = missing.evaluator('chekcout');
    chekcout.evaluate({});
    expect([missing.counts(), logger.warnings]).toEqual([{}, []]);
    missing.isCounting = true;
    chekcout.evaluate({});
    missing.evaluator('chekcout').evaluate({});
    expect(missing.counts()).toEqual({ chekcout: 2 });
    expect(logger.warnings).toHaveLength(1);
  });

  it('are counted together for all callers', () => {
    const missing = new MissingFlags(new RecordingLogger());
    missing.isCounting = true;
    const [one, other] = [missing.evaluator('chekcout'), missing.evaluator('chekcout')];
    for (const ask of [one, other, one]) ask.evaluate({});
    expect(missing.counts()).toEqual({ chekcout: 3 });
  });

  it('are not counted for a key that is not text, nor beyond a thousand keys', () => {
    const missing = new MissingFlags(new RecordingLogger());
    missing.isCounting = true;
    for (const key of [undefined, null, 7, {}, Symbol('key')]) missing.evaluator(key).evaluate({});
    expect(missing.counts()).toEqual({});
    for (let i = 0; i < 1500; i++) missing.evaluator(`unknown-${i}`).evaluate({});
    expect(Object.keys(missing.counts())).toHaveLength(1000);
  });

  describe('suggest the nearest key', () => {
    const keys = ['sale', 'new_checkout'];

    it('once for each key, and only if one is near', () => {
      const logger = new RecordingLogger();
      const missing = new MissingFlags(logger, undefined, () => keys);
      missing.isCounting = true;
      for (const key of ['new_chekout', 'new_chekout', 'search']) missing.evaluator(key).evaluate({});
      expect(logger.warnings.map((line) => line.replace(/ See .*/, ''))).toEqual([
        'Flag "new_chekout" is not defined by any provider, so its default is returned. Did you mean "new_checkout"?',
        'Flag "search" is not defined by any provider, so its default is returned.',
      ]);
    });

    it('not while a provider that may define the flag has not been read', () => {
      const logger = new RecordingLogger();
      const missing = new MissingFlags(
        logger,
        () => 'unread',
        () => keys,
      );
      missing.isCounting = true;
      missing.evaluator('new_chekout').evaluate({});
      expect(logger.warnings).toEqual([expect.not.stringContaining('Did you mean')]);
    });

    it('for the keys that are logged only, so that a caller with many keys costs nothing', () => {
      let searches = 0;
      const missing = new MissingFlags(new RecordingLogger(), undefined, () => {
        searches++;
        return keys;
      });
      missing.isCounting = true;
      for (let i = 0; i < 1500; i++) missing.evaluator(`unknown-${i}`).evaluate({});
      expect(searches).toBe(100);
    });
  });
});
