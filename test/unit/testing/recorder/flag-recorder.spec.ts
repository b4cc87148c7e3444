import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../../../lib/core.js';
import { FlagRecorder, withFlags } from '../../../../lib/testing/index.js';

const ada = { userId: 'ada' };
const silent = { log() {}, warn() {}, error() {} };

let flags: FlagManager;
beforeAll(async () => {
  flags = await FlagManager.create({
    initialFlags: { beta: { type: 'user_list', users: ['ada'] }, sale: false },
    logger: silent,
  });
});
afterAll(() => flags.close());

describe('FlagRecorder', () => {
  it('records which flags were evaluated, for whom and with which answers', async () => {
    const recorder = new FlagRecorder();
    const result = await recorder.run(async () => {
      await Promise.resolve();
      return [flags.isEnabled('beta', ada), flags.handle('sale').isEnabled()];
    });
    expect(result).toStrictEqual([true, false]);
    expect(recorder.keys).toStrictEqual(['beta', 'sale']);
    expect(recorder.of('beta')).toMatchObject([
      { key: 'beta', context: ada, evaluation: { enabled: true, reason: 'user_list' } },
    ]);
  });

  it('records nothing that other code evaluates at the same time', async () => {
    const [one, other] = [new FlagRecorder(), new FlagRecorder()];
    await Promise.all([
      one.run(async () => {
        await Promise.resolve();
        flags.isEnabled('beta');
      }),
      other.run(async () => {
        await Promise.resolve();
        flags.isEnabled('sale');
      }),
      Promise.resolve().then(() => flags.isEnabled('beta')),
    ]);
    expect([one.keys, other.keys]).toStrictEqual([['beta'], ['sale']]);
  });

  it('records forced answers, and what an inner recorder records', () => {
    const [outer, inner] = [new FlagRecorder(), new FlagRecorder()];
    outer.run(() => withFlags({ sale: true }, () => inner.run(() => flags.isEnabled('sale'))));
    expect(inner.evaluations).toMatchObject([{ key: 'sale', evaluation: { enabled: true, reason: 'override' } }]);
    expect(outer.evaluations).toStrictEqual(inner.evaluations);
  });

  it('keeps its evaluations until it is cleared', () => {
    const recorder = new FlagRecorder();
    recorder.run(() => flags.isEnabled('beta'));
    recorder.run(() => flags.isEnabled('beta'));
    expect(recorder.evaluations).toHaveLength(2);
    recorder.clear();
    expect(recorder.evaluations).toStrictEqual([]);
  });

  it('records undefined flags', () => {
    const recorder = new FlagRecorder();
    recorder.run(() => flags.isEnabled('betta'));
    expect(recorder.of('betta')).toMatchObject([{ evaluation: { reason: 'flag_not_found' } }]);
  });

  it('fails a run that evaluates undefined flags with "error", and names the most similar key', async () => {
    const recorder = new FlagRecorder({ unknownFlags: 'error' });
    const unknown = { code: 'UNKNOWN_FLAG', message: expect.stringContaining('"betta" (did you mean "beta"?)') };
    expect(() => recorder.run(() => flags.isEnabled('betta'))).toThrow(expect.objectContaining(unknown));
    expect(recorder.run(() => flags.isEnabled('sale'))).toBe(false); // undefined flags of earlier runs do not count
    const later = recorder.run(async () => {
      await Promise.resolve();
      return flags.isEnabled('betta');
    });
    await expect(later).rejects.toMatchObject(unknown);
  });

  it('throws what the function throws', async () => {
    const recorder = new FlagRecorder({ unknownFlags: 'error' });
    await expect(recorder.run(() => Promise.reject(new RangeError('late')))).rejects.toThrow(RangeError);
  });
});
