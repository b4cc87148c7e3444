import { describe, expect, it } from '@jest/globals';
import { AnswerCounters } from '../../../../lib/manager/usage/answer-counters.js';
import { UsageDeltas } from '../../../../lib/manager/usage/usage-deltas.js';
import { UsageRecorder } from '../../../../lib/manager/usage/usage-recorder.js';
import type { FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import { UsageMemory } from '../../../../lib/store/memory/usage-memory.js';
import type { FlagUsageDelta } from '../../../../lib/store/usage/flag-usage.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const MINUTE = 60_000;
const START = '2026-01-01T00:00:00.000Z';

/** Lets everything run that does not wait for a clock. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function recorded(sending: (delta: FlagUsageDelta) => void | Promise<void> = () => {}) {
  const clock = new ManualClock(START);
  const logger = new RecordingLogger();
  const counters = new AnswerCounters();
  const memory = new UsageMemory();
  const sent: FlagUsageDelta[] = [];
  const state = { isAvailable: true };
  const recorder = new UsageRecorder({
    deltas: new UsageDeltas(counters, 'one', START),
    sink: {
      async addUsage(delta) {
        sent.push(delta);
        await sending(delta);
        memory.add(delta);
      },
      readUsage: () => memory.report,
    },
    flushEvery: MINUTE,
    isAvailable: () => state.isAvailable,
    clock,
    logger,
  });
  const serve = (key: string, answer: Partial<FlagEvaluation> = {}, count = 1) => {
    const { enabled = true, variant, reason = 'enabled' } = answer;
    counters.of(key).counterOf({ key, enabled, variant, value: enabled, reason }).count += count;
  };
  return { clock, logger, recorder, memory, sent, state, serve };
}

describe('UsageRecorder', () => {
  it('adds what was counted since the last time, about once a minute', async () => {
    const { clock, recorder, sent, serve } = recorded();
    recorder.start();
    serve('search', {}, 2);
    serve('theme', { variant: 'dark', reason: 'variant' });
    clock.advance(MINUTE);
    await settled();
    serve('search');
    clock.advance(1.2 * MINUTE);
    await settled();
    clock.advance(1.2 * MINUTE);
    await settled();
    const [first, second] = sent;
    expect(sent).toStrictEqual([
      {
        instance: 'one',
        sequence: 1,
        since: START,
        until: first?.until,
        flags: [
          { key: 'search', answers: [{ enabled: true, count: 2 }] },
          { key: 'theme', answers: [{ enabled: true, variant: 'dark', count: 1 }] },
        ],
      },
      {
        instance: 'one',
        sequence: 2,
        since: START,
        until: second?.until,
        flags: [{ key: 'search', answers: [{ enabled: true, count: 1 }] }],
      },
    ]);
  });

  it('adds the same answer with different reasons as one', async () => {
    const { recorder, sent, serve } = recorded();
    serve('search', { reason: 'percentage_rollout' }, 2);
    serve('search', { reason: 'override' }, 3);
    await recorder.flush();
    expect(sent[0]?.flags).toStrictEqual([{ key: 'search', answers: [{ enabled: true, count: 5 }] }]);
  });

  it('adds no answer that replaces a decision, but that the flag was evaluated', async () => {
    const { recorder, sent, serve } = recorded();
    serve('search', { enabled: false, reason: 'evaluation_error' });
    serve('theme', { enabled: false, reason: 'provider_error' });
    serve('theme', { enabled: true });
    await recorder.flush();
    expect(sent[0]?.flags).toStrictEqual([
      { key: 'search', answers: [] },
      { key: 'theme', answers: [{ enabled: true, count: 1 }] },
    ]);
  });

  it('sends a delta whose result is unknown again unchanged, and only then what was counted meanwhile', async () => {
    const failures = ['no answer', 'no answer'];
    const { recorder, sent, memory, serve, logger } = recorded(() => {
      const failure = failures.pop();
      if (failure !== undefined) throw new Error(failure);
    });
    serve('search', {}, 2);
    await recorder.flush();
    serve('search', {}, 3);
    await recorder.flush();
    await recorder.flush();
    expect(sent.map(({ sequence, flags }) => [sequence, flags[0]?.answers[0]?.count])).toStrictEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 3],
    ]);
    expect(memory.report?.flags[0]?.answers[0]?.count).toBe(5);
    expect(logger.lines).toHaveLength(2); // that it fails, once, and that it works again
  });

  it.each(['close', 'report'] as const)('adds everything with %s() after a flush has failed', async (method) => {
    const failures = ['no answer'];
    const { recorder, memory, serve } = recorded(() => {
      const failure = failures.pop();
      if (failure !== undefined) throw new Error(failure);
    });
    serve('search', {}, 2);
    await recorder.flush();
    serve('search', {}, 3);
    await recorder[method]();
    expect(memory.report?.flags[0]?.answers[0]?.count).toBe(5);
  });

  it('is not counted twice if the store has added a delta without answering', async () => {
    let fails = true;
    const { recorder, memory, serve } = recorded((delta) => {
      if (!fails) return;
      memory.add(delta);
      fails = false;
      throw new Error('the connection was lost');
    });
    serve('search', {}, 2);
    await recorder.flush();
    await recorder.flush();
    expect(memory.report?.flags[0]?.answers[0]?.count).toBe(2);
  });

  it('waits while the store is unavailable, and loses nothing', async () => {
    const { clock, recorder, memory, sent, state, serve } = recorded();
    state.isAvailable = false;
    recorder.start();
    for (let i = 0; i < 10; i++) {
      serve('search');
      clock.advance(2 * MINUTE);
      await settled();
    }
    expect(sent).toStrictEqual([]);
    state.isAvailable = true;
    clock.advance(2 * MINUTE);
    await settled();
    expect(memory.report?.flags[0]?.answers[0]?.count).toBe(10);
  });

  it('sends at most 500 answers at once', async () => {
    const { recorder, sent, serve } = recorded();
    for (let i = 0; i < 400; i++) serve(`flag-${i}`);
    for (let i = 0; i < 150; i++) serve('theme', { variant: `variant-${i}` });
    for (let i = 0; i < 350; i++) serve(`failing-${i}`, { reason: 'evaluation_error' });
    serve('last');
    await recorder.flush();
    expect(sent.map(({ sequence, flags }) => [sequence, flags.length])).toStrictEqual([
      [1, 400],
      [2, 351],
      [3, 1],
    ]);
  });

  it('writes at another time than the other instances that started with it', async () => {
    const instances = Array.from({ length: 1000 }, () => recorded());
    for (const { recorder, serve } of instances) {
      recorder.start();
      serve('search');
    }
    let mostAtOnce = 0;
    let before = 0;
    for (let second = 0; second < 60; second++) {
      for (const { clock } of instances) clock.advance(1000);
      await settled();
      const sent = instances.filter((each) => each.sent.length > 0).length;
      mostAtOnce = Math.max(mostAtOnce, sent - before);
      before = sent;
    }
    expect(before).toBe(1000);
    expect(mostAtOnce).toBeLessThan(60); // 17 on average
  });

  it('adds the last counts when it is closed, and then nothing more', async () => {
    const { clock, recorder, sent, serve } = recorded();
    recorder.start();
    serve('search');
    await recorder.close();
    await recorder.close();
    serve('search');
    clock.advance(10 * MINUTE);
    await settled();
    expect(sent).toHaveLength(1);
  });

  it('is closed without waiting for a store that is unavailable', async () => {
    const { recorder, sent, state, serve } = recorded(() => new Promise(() => {}));
    state.isAvailable = false;
    serve('search');
    await recorder.close();
    expect(sent).toStrictEqual([]);
  });
});
