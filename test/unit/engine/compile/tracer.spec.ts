import { describe, expect, it, jest } from '@jest/globals';
import type { ExplanationStep } from '../../../../lib/engine/explanation-step.js';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import { traced, Tracer } from '../../../../lib/engine/compile/tracer.js';

const rule = (id: string, holds: boolean): ExplanationStep => ({ step: 'rule', id, serve: true, holds });

describe('A tracer', () => {
  it('records each step, in order, with its input', () => {
    const tracer = new Tracer();
    const inner = tracer.step(
      () => 3,
      (bucket, { userId }) => ({
        step: 'bucket',
        purpose: 'rollout',
        salt: 'sale',
        unit: userId,
        unitBy: 'userId',
        bucket,
        total: 100,
      }),
    );
    const outer = tracer.step(
      (context: FlagContext) => inner(context) < 5,
      (holds) => rule('gold', holds),
    );
    expect([inner({ userId: 'ada' }), outer({ userId: 'bob' })]).toEqual([3, true]);
    const bucket = { step: 'bucket', purpose: 'rollout', salt: 'sale', unitBy: 'userId', bucket: 3, total: 100 };
    expect(tracer.take()).toEqual([
      { ...bucket, unit: 'ada' },
      { ...rule('gold', true), steps: [{ ...bucket, unit: 'bob' }] },
    ]);
  });

  it('starts again when its steps are taken', () => {
    const tracer = new Tracer();
    const step = tracer.step(
      () => true,
      (holds) => rule('gold', holds),
    );
    step({});
    expect(tracer.take()).toHaveLength(1);
    expect(tracer.take()).toStrictEqual([]);
    step({});
    expect(tracer.take()).toEqual([rule('gold', true)]);
  });

  it('is absent when nothing is explained, and the step is then the function itself', () => {
    const run = jest.fn(() => true);
    const describeStep = jest.fn(() => rule('gold', true));
    expect(traced({}, run, describeStep)).toBe(run);
    expect(traced({ tracer: new Tracer() }, run, describeStep)({})).toBe(true);
    expect(describeStep).toHaveBeenCalledTimes(1);
  });

  it('records 10,000 steps, and says when there were more', () => {
    const tracer = new Tracer();
    const step = tracer.step(
      () => true,
      (holds) => rule('gold', holds),
    );
    for (let i = 0; i < 10_000; i++) step({});
    expect(tracer.isTruncated).toBe(false);
    expect(step({})).toBe(true);
    expect(tracer.isTruncated).toBe(true);
    expect(tracer.take()).toHaveLength(10_000);
  });

  it('omits the steps that begin last, and keeps the steps that contain them', () => {
    const tracer = new Tracer();
    const inner = tracer.step(
      () => true,
      (holds) => rule('inner', holds),
    );
    const outer = tracer.step(
      (context) => Array.from({ length: 10_000 }, () => inner(context)).every(Boolean),
      (holds) => rule('outer', holds),
    );
    outer({});
    const [step] = tracer.take();
    expect(step).toMatchObject({ id: 'outer', holds: true });
    expect(step?.steps).toHaveLength(9_999);
  });
});
