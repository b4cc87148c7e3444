import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { OpenTelemetryObserver } from '../../../lib/telemetry/open-telemetry.observer.js';
import type { OpenTelemetryObserverOptions } from '../../../lib/telemetry/open-telemetry.options.js';
import { eventsOf, SpanRecorder } from '../../support/span-recorder.js';
import { managers } from '../manager/managers.js';

const shop = {
  search: true,
  gifts: false,
  theme: { type: 'variant', variants: [{ name: 'modern', weight: 1, value: '#ff0000' }] },
  beta: { type: 'percentage', percentage: 50 },
} satisfies FlagDefinitions;

const ada = { userId: 'ada', userAttributes: { email: 'ada@shop.example' } };
const start = managers();
const recorder = new SpanRecorder();

const observed = (options: OpenTelemetryObserverOptions = {}, more: FlagManagerOptions = {}) =>
  start({ initialFlags: shop, observers: [new OpenTelemetryObserver({ metrics: false, ...options })], ...more });

/** The attributes of the events of a span in which code runs. */
const eventsIn = (work: () => void) => eventsOf(recorder.spanOf(work));

/** The keys of the flags in the events of a span. */
const keysOf = (work: () => void) => eventsIn(work).map((attributes) => attributes['feature_flag.key']);

describe('The event of an evaluation', () => {
  it('is named and described by the semantic conventions', async () => {
    const { flags } = await observed({ setId: 'shop' });
    const { events } = recorder.spanOf(() => void flags.getVariant('theme', 'classic', ada));
    expect(events).toMatchObject([
      {
        name: 'feature_flag.evaluation',
        attributes: {
          'feature_flag.key': 'theme',
          'feature_flag.result.variant': 'modern',
          'feature_flag.result.reason': 'static',
          'feature_flag.provider.name': 'nestjs-feature-flags',
          'feature_flag.set.id': 'shop',
          'feature_flag.version': expect.stringMatching(/^sha256-/),
        },
      },
    ]);
  });

  it('has the value of a flag that is on or off, and the error of one that has no answer', async () => {
    const { flags } = await observed();
    const events = eventsIn(() => {
      flags.isEnabled('search', ada);
      flags.isEnabled('beta', ada);
      flags.isEnabled('serach', ada);
    });
    expect(events).toStrictEqual([
      expect.objectContaining({ 'feature_flag.result.value': true, 'feature_flag.result.reason': 'static' }),
      expect.objectContaining({
        'feature_flag.result.value': flags.isEnabled('beta', ada),
        'feature_flag.result.reason': 'split',
      }),
      {
        'feature_flag.key': 'serach',
        'feature_flag.result.reason': 'error',
        'error.type': 'flag_not_found',
        'feature_flag.provider.name': 'nestjs-feature-flags',
      },
    ]);
  });

  it('identifies nobody and has no value of a variant by default', async () => {
    const { flags } = await observed();
    const [event = {}] = eventsIn(() => void flags.getVariant('theme', 'classic', ada));
    expect(Object.values(event).filter((value) => ['ada', '#ff0000'].includes(String(value)))).toStrictEqual([]);
    expect(JSON.stringify(event)).not.toContain('ada@');
  });

  it('has the targeting key and values by choice', async () => {
    const { flags } = await observed({ contextId: 'plain', values: true });
    const [event] = eventsIn(() => void flags.getVariant('theme', 'classic', ada));
    expect(event).toMatchObject({ 'feature_flag.context.id': 'ada', 'feature_flag.result.value': '#ff0000' });
  });

  it('has the hash of the targeting key that exposures have', async () => {
    const hashSecret = 'a secret of more than 32 characters';
    const { flags } = await observed({ contextId: { hashSecret } });
    const [event] = eventsIn(() => void flags.isEnabled('search', ada));
    const hashed = createHmac('sha256', hashSecret).update('ada').digest('base64url');
    expect(event).toMatchObject({ 'feature_flag.context.id': hashed });
  });

  it('has no targeting key if the context has none, or one that cannot be used', async () => {
    const { flags } = await observed({ contextId: 'plain' });
    const events = [{}, { userId: {} as string }].flatMap((user) =>
      eventsIn(() => void flags.isEnabled('search', user)),
    );
    expect(events).toHaveLength(2);
    for (const event of events) expect(event).not.toHaveProperty(['feature_flag.context.id']);
  });

  it('does not repeat a key that no flag can have', async () => {
    const { flags } = await observed();
    expect(keysOf(() => void flags.isEnabled('x'.repeat(10_000), ada))).toStrictEqual(['(invalid)']);
  });
});

describe('A span', () => {
  it('has each result of a flag once', async () => {
    const { flags } = await observed();
    const events = eventsIn(() => {
      for (let index = 0; index < 100; index++) flags.isEnabled('beta', { userId: `user-${index}` });
      flags.isEnabled('search', ada);
      flags.isEnabled('search', ada);
    });
    const results = events.map((each) => [each['feature_flag.key'], each['feature_flag.result.value']]);
    expect(results.toSorted()).toStrictEqual([
      ['beta', false],
      ['beta', true],
      ['search', true],
    ]);
  });

  it('has the new result of a flag that changes meanwhile', async () => {
    const { flags } = await observed();
    const span = recorder.start('request');
    const within = (work: () => void) => context.with(trace.setSpan(context.active(), span), work);
    within(() => void flags.isEnabled('search', ada));
    await flags.disable('search');
    within(() => void flags.isEnabled('search', ada));
    span.end();
    const ended = recorder.spans.at(-1);
    expect(ended && eventsOf(ended)).toMatchObject([
      { 'feature_flag.result.value': true, 'feature_flag.result.reason': 'static' },
      { 'feature_flag.result.value': false, 'feature_flag.result.reason': 'targeting_match' },
    ]);
  });

  it('has a limited number of events', async () => {
    const { flags } = await observed({ maxEventsPerSpan: 2 });
    const askAll = () => {
      for (const key of ['search', 'gifts', 'theme', 'beta']) flags.isEnabled(key, ada);
    };
    expect(keysOf(askAll)).toStrictEqual(['search', 'gifts']);
    expect(keysOf(askAll)).toStrictEqual(['search', 'gifts']);
  });

  it('has no events if events are off, its trace is not sampled, or it is not recorded', async () => {
    const { flags: without } = await observed({ spanEvents: false });
    const { flags: unsampled } = await observed({ sampleRatio: 0 });
    const { flags } = await observed();
    expect(keysOf(() => void without.isEnabled('search', ada))).toStrictEqual([]);
    expect(keysOf(() => void unsampled.isEnabled('search', ada))).toStrictEqual([]);
    const notRecorded = new SpanRecorder({ sampler: new AlwaysOffSampler() }).start('request');
    context.with(trace.setSpan(context.active(), notRecorded), () => void flags.isEnabled('search', ada));
    expect(flags.isEnabled('search', ada)).toBe(true); // without an active span
  });

  it('gets the events of two managers separately', async () => {
    const { flags: shopFlags } = await observed({ setId: 'shop' });
    const { flags: stockFlags } = await observed({ setId: 'stock' });
    const events = eventsIn(() => {
      shopFlags.isEnabled('search', ada);
      stockFlags.isEnabled('search', ada);
    });
    expect(events.map((event) => event['feature_flag.set.id'])).toStrictEqual(['shop', 'stock']);
  });
});
