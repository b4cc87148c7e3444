import { describe, expect, it } from '@jest/globals';
import { EventDelivery } from '../../../../lib/manager/exposure/event-delivery.js';
import type { ExposureSink, FlagEvent } from '../../../../lib/manager/exposure/exposure-event.js';
import type { ExposureOptions } from '../../../../lib/manager/exposure/exposure.options.js';
import { resolveExposureOptions } from '../../../../lib/manager/exposure/resolve-exposure-options.js';
import { ManualClock } from '../../../../lib/testing/manual-clock.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { settled } from '../managers.js';

/** A delivery whose sink the test controls, and everything around it. */
function deliveryTo(sink: ExposureSink, options: ExposureOptions = {}) {
  const resolved = resolveExposureOptions(sink, options);
  if (resolved === undefined) throw new Error('There is a sink, so there are options.');
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const undelivered: string[] = [];
  const delivery = new EventDelivery({
    options: resolved,
    undelivered: (events) => undelivered.push(...namesOf(events)),
    clock,
    logger,
  });
  const send = (...names: readonly string[]) => {
    for (const name of names) {
      if (delivery.hasRoom) delivery.add(event(name));
      else delivery.drop();
    }
  };
  return { delivery, send, clock, logger, undelivered };
}

function event(trackingEventName: string): FlagEvent {
  return { trackingEventName, timestamp: '2026-01-01T00:00:00.000Z', targetingKey: 'ada', targetingKeyPath: 'userId' };
}

function namesOf(events: readonly FlagEvent[]): string[] {
  return events.map(({ trackingEventName }) => trackingEventName);
}

/** A sink that keeps the names of the events of each batch. */
function collector() {
  const batches: string[][] = [];
  return { batches, sink: (events: readonly FlagEvent[]) => void batches.push(namesOf(events)) };
}

/** A sink that settles when the test says so, and the signals of its calls. */
function slowSink() {
  const calls: { readonly settle: (error?: Error) => void; readonly signal: AbortSignal; readonly names: string[] }[] =
    [];
  const sink: ExposureSink = (events, signal) =>
    new Promise((resolve, reject) => {
      const settle = (error?: Error) => (error === undefined ? resolve() : reject(error));
      calls.push({ settle, signal, names: namesOf(events) });
    });
  return { calls, sink };
}

describe('A delivery', () => {
  it('collects events until the flush interval has passed', async () => {
    const { batches, sink } = collector();
    const { send, clock, delivery } = deliveryTo(sink, { flushInterval: '2s' });
    send('a', 'b');
    clock.advance(1999);
    await settled();
    expect(batches).toStrictEqual([]);
    expect(delivery.counts).toStrictEqual({ queued: 2, delivered: 0, failed: 0, dropped: 0 });
    clock.advance(1);
    await settled();
    expect(batches).toStrictEqual([['a', 'b']]);
    expect(delivery.counts).toStrictEqual({ queued: 0, delivered: 2, failed: 0, dropped: 0 });
  });

  it('sends a full batch at once, but never within the call that completes it', async () => {
    const { batches, sink } = collector();
    const { send, clock } = deliveryTo(sink, { batchSize: 2 });
    send('a', 'b', 'c');
    expect(batches).toStrictEqual([]);
    clock.advance(0);
    await settled();
    expect(batches).toStrictEqual([['a', 'b'], ['c']]);
  });

  it('sends one batch at a time, and later events with the next flush', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery } = deliveryTo(sink, { batchSize: 2, flushInterval: '1s' });
    send('a', 'b');
    clock.advance(0);
    await settled();
    send('c', 'd');
    clock.advance(1000);
    await settled();
    expect(calls.map(({ names }) => names)).toStrictEqual([['a', 'b']]);
    calls[0]?.settle();
    await settled();
    clock.advance(0);
    await settled();
    expect(calls.map(({ names }) => names)).toStrictEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    calls[1]?.settle();
    await settled();
    expect(delivery.counts.delivered).toBe(4);
  });

  it('drops and counts events while the queue is full, and logs it once', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery, logger } = deliveryTo(sink, { batchSize: 1, queueSize: 2 });
    send('a');
    clock.advance(0);
    await settled();
    send('b', 'c', 'd', 'e');
    expect(delivery.counts).toStrictEqual({ queued: 2, delivered: 0, failed: 0, dropped: 2 });
    expect(logger.warnings).toStrictEqual([
      'Events are dropped, because 2 of them wait for "onExposure", which is too slow.',
    ]);
    for (const next of [0, 1, 2]) {
      expect(logger.logs).toStrictEqual([]);
      calls[next]?.settle();
      await settled();
      clock.advance(0);
      await settled();
    }
    expect(logger.logs).toStrictEqual(['"onExposure" accepts events again.']);
  });

  it('logs nothing more while the sink accepts batches, but too slowly', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery, logger } = deliveryTo(sink, { batchSize: 1, queueSize: 2 });
    for (let batch = 0; batch < 10; batch++) {
      send('a', 'b', 'c', 'd');
      clock.advance(0);
      await settled();
      calls[batch]?.settle();
      await settled();
    }
    expect(delivery.counts.delivered).toBe(10);
    expect(logger.lines).toHaveLength(1);
  });
});

describe.each([
  ['Flushing', (delivery: EventDelivery) => delivery.flush()],
  ['Closing', (delivery: EventDelivery) => delivery.close()],
] as const)('%s a delivery', (_, end) => {
  it('sends what is queued at once, after the batch that is being sent', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery } = deliveryTo(sink, { batchSize: 1 });
    send('a');
    clock.advance(0);
    await settled();
    send('b');
    const ended = end(delivery);
    calls[0]?.settle();
    await settled();
    calls[1]?.settle();
    await ended;
    expect(delivery.counts).toStrictEqual({ queued: 0, delivered: 2, failed: 0, dropped: 0 });
    expect(clock.pending).toBe(0);
  });
});

describe('Flushing a delivery', () => {
  it('does nothing if nothing is queued, and never rejects', async () => {
    const { delivery, send } = deliveryTo(() => Promise.reject(new Error('down')));
    await delivery.flush();
    send('a');
    await delivery.flush();
    expect(delivery.counts).toStrictEqual({ queued: 0, delivered: 0, failed: 1, dropped: 0 });
  });
});

describe('A sink that fails', () => {
  it('loses its batch, is logged once, and is called again only after the flush interval', async () => {
    let isDown = true;
    const { batches, sink } = collector();
    const failing: ExposureSink = (events) => {
      if (isDown) throw new Error('connection refused by postgres://shop:secret@db/shop');
      sink(events);
    };
    const { send, clock, delivery, logger, undelivered } = deliveryTo(failing, { batchSize: 1, flushInterval: '1s' });
    send('a', 'b');
    clock.advance(0);
    await settled();
    expect(undelivered).toStrictEqual(['a']);
    expect(delivery.counts).toStrictEqual({ queued: 1, delivered: 0, failed: 1, dropped: 0 });
    clock.advance(1000);
    await settled();
    expect(undelivered).toStrictEqual(['a', 'b']);
    expect(logger.warnings).toStrictEqual([
      '"onExposure" failed, and its batch is lost (1 event): connection refused by postgres://***@db/shop',
    ]);
    isDown = false;
    send('c');
    clock.advance(1000);
    await settled();
    expect(batches).toStrictEqual([['c']]);
    expect(logger.logs).toStrictEqual(['"onExposure" accepts events again.']);
  });

  it('loses its batch when it takes too long, and is notified by the signal', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery, logger } = deliveryTo(sink, { batchSize: 1, timeout: '5ms' });
    send('a');
    clock.advance(0);
    await logger.line(/it took longer than 5 ms/);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(delivery.counts).toStrictEqual({ queued: 0, delivered: 0, failed: 1, dropped: 0 });
  });
});

describe('Closing a delivery', () => {
  it('gives up after the timeout, and counts what is left', async () => {
    const { calls, sink } = slowSink();
    const { send, clock, delivery } = deliveryTo(sink, { batchSize: 1, timeout: '20ms' });
    send('a', 'b', 'c');
    await delivery.close();
    expect(calls[0]?.signal.aborted).toBe(true);
    const { queued, failed, dropped } = delivery.counts;
    expect({ queued, lost: failed + dropped }).toStrictEqual({ queued: 0, lost: 3 });
    expect(clock.pending).toBe(0);
  });

  it('does not call the sink again after it has given up', async () => {
    const { calls, sink } = slowSink();
    const { send, delivery } = deliveryTo(sink, { batchSize: 1, timeout: '20ms' });
    send('a', 'b', 'c');
    await delivery.close();
    expect(calls.map(({ names }) => names.length)).not.toContain(0);
  });

  it('tries each batch once if the sink fails', async () => {
    const { delivery, send } = deliveryTo(() => Promise.reject(new Error('down')), { batchSize: 1 });
    send('a', 'b');
    await delivery.close();
    expect(delivery.counts).toStrictEqual({ queued: 0, delivered: 0, failed: 2, dropped: 0 });
  });

  it('drops and counts later events', async () => {
    const { batches, sink } = collector();
    const { delivery, send, logger } = deliveryTo(sink);
    await delivery.close();
    await delivery.close();
    send('late');
    expect(delivery.counts.dropped).toBe(1);
    expect({ batches, lines: logger.lines }).toStrictEqual({ batches: [], lines: [] });
  });
});
