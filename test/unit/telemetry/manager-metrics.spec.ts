import { describe, expect, it } from '@jest/globals';
import type { FlagDefinitions } from '../../../lib/engine/flag.js';
import type { FlagManager } from '../../../lib/manager/flag-manager.js';
import { denialObserversOf } from '../../../lib/manager/manager-components.js';
import type { FlagManagerOptions } from '../../../lib/manager/options/flag-manager.options.js';
import { MemoryStore } from '../../../lib/store/memory/memory.store.js';
import { MAX_UNDEFINED } from '../../../lib/telemetry/counter-series.js';
import { INSTRUMENTS } from '../../../lib/telemetry/instruments.js';
import { OpenTelemetryObserver } from '../../../lib/telemetry/open-telemetry.observer.js';
import type { OpenTelemetryObserverOptions } from '../../../lib/telemetry/open-telemetry.options.js';
import { MetricRecorder } from '../../support/metric-recorder.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { delivers, PolledProvider, rejects } from '../manager/fake-providers.js';
import { auditOf, managers } from '../manager/managers.js';

const shop = {
  search: true,
  theme: {
    type: 'variant',
    variants: [
      { name: 'classic', weight: 1 },
      { name: 'modern', weight: 1 },
    ],
  },
} satisfies FlagDefinitions;

const ada = { userId: 'ada' };
const start = managers();

/** A manager whose metrics are recorded. */
async function measured(options: OpenTelemetryObserverOptions = {}, more: FlagManagerOptions = {}) {
  const recorder = new MetricRecorder();
  const observer = new OpenTelemetryObserver({ meterProvider: recorder.provider, ...options });
  return { recorder, ...(await start({ initialFlags: shop, observers: [observer], ...more })) };
}

/** Denies a call, as a gate does. */
function deny(flags: FlagManager, place: string): void {
  for (const observer of denialObserversOf(flags)) observer.deny({ place, flags: ['search'] });
}

describe('The counter of evaluations', () => {
  it('counts by flag, result and reason, whatever the user is', async () => {
    const { recorder, flags } = await measured();
    flags.isEnabled('search', ada);
    flags.isEnabled('search', { userId: 'bob' });
    for (let index = 0; index < 100; index++) flags.getVariant('theme', 'classic', { userId: `user-${index}` });
    flags.isEnabled('serach', ada);
    const points = await recorder.pointsOf('feature_flag.evaluations');
    const themes = points.filter(({ attributes }) => attributes['feature_flag.key'] === 'theme');
    expect(themes.map(({ attributes }) => attributes['feature_flag.result.variant']).toSorted()).toStrictEqual([
      'classic',
      'modern',
    ]);
    expect(themes.reduce((sum, { value }) => sum + value, 0)).toBe(100);
    expect(points.filter((point) => !themes.includes(point))).toStrictEqual([
      {
        attributes: {
          'feature_flag.key': 'search',
          'feature_flag.result.value': true,
          'feature_flag.result.reason': 'static',
        },
        value: 2,
      },
      {
        attributes: {
          'feature_flag.key': 'serach',
          'feature_flag.result.reason': 'error',
          'error.type': 'flag_not_found',
        },
        value: 1,
      },
    ]);
  });

  it('goes on after a change that has the same result', async () => {
    const { recorder, flags } = await measured({}, { store: new MemoryStore() });
    flags.isEnabled('search', ada);
    await flags.saveFlag('search', { type: 'boolean', description: 'Search by sound' });
    flags.isEnabled('search', ada);
    expect(await recorder.pointsOf('feature_flag.evaluations')).toMatchObject([{ value: 2 }]);
    flags.isEnabled('search', ada);
    expect(await recorder.pointsOf('feature_flag.evaluations')).toMatchObject([{ value: 3 }]);
  });

  it('counts further series together', async () => {
    const { recorder, flags } = await measured({ maxSeries: 1, setId: 'shop' });
    flags.isEnabled('search', ada);
    flags.getVariant('theme', 'classic', ada);
    flags.isEnabled('serach', ada);
    expect(await recorder.pointsOf('feature_flag.evaluations')).toMatchObject([
      { attributes: { 'feature_flag.key': 'search', 'feature_flag.set.id': 'shop' }, value: 1 },
      { attributes: { 'otel.metric.overflow': true, 'feature_flag.set.id': 'shop' }, value: 2 },
    ]);
  });

  it('does not let undefined keys use up the series of flags', async () => {
    const { recorder, flags } = await measured();
    for (let index = 0; index < 2 * MAX_UNDEFINED; index++) flags.isEnabled(`from-a-request-${index}`, ada);
    flags.isEnabled('search', ada);
    const points = await recorder.pointsOf('feature_flag.evaluations');
    expect(points).toHaveLength(MAX_UNDEFINED + 2);
    expect(points.find(({ attributes }) => attributes['feature_flag.key'] === 'search')?.value).toBe(1);
    expect(points.find(({ attributes }) => attributes['otel.metric.overflow'] === true)?.value).toBe(MAX_UNDEFINED);
  });

  it('adds up the managers that share a provider of meters, and keeps the counts of those that have closed', async () => {
    const recorder = new MetricRecorder();
    const observer = new OpenTelemetryObserver({ meterProvider: recorder.provider });
    const other = new OpenTelemetryObserver({ meterProvider: recorder.provider });
    const { flags: first } = await start({ initialFlags: shop, observers: [observer] });
    const { flags: second } = await start({ initialFlags: shop, observers: [observer] });
    const { flags: third } = await start({ initialFlags: shop, observers: [other] });
    for (const flags of [first, second, third]) flags.isEnabled('search', ada);
    expect(await recorder.pointsOf('feature_flag.evaluations')).toMatchObject([{ value: 3 }]);
    first.isEnabled('search', ada);
    await first.close();
    expect(await recorder.pointsOf('feature_flag.evaluations')).toMatchObject([{ value: 4 }]);
  });
});

describe('The metrics of changes', () => {
  it('count each action, with the time until the change was in force here', async () => {
    const store = new MemoryStore();
    const { recorder, flags } = await measured({}, { store });
    await flags.disable('search', { actor: 'ann', unit: 'ada' });
    await flags.clearOverride('search', { unit: 'ada' });
    expect(await recorder.pointsOf('feature_flag.changes')).toStrictEqual([
      { attributes: { 'feature_flag.change.action': 'override_set' }, value: 1 },
      { attributes: { 'feature_flag.change.action': 'override_cleared' }, value: 1 },
    ]);
    const delays = await recorder.pointsOf('feature_flag.change.delay');
    expect(delays).toStrictEqual([{ attributes: {}, value: 0 }]);
  });
});

describe('The delay of a change', () => {
  it.each([
    ['the time since another instance has recorded it', '2026-01-01T00:00:00.000Z', 2.5],
    ['nothing if the clock of the other instance is ahead', '2026-01-01T00:01:00.000Z', 0],
  ])('is %s', async (_, time, seconds) => {
    const recorder = new MetricRecorder();
    const { flags, clock } = await start({ initialFlags: shop });
    clock.advance(Date.parse('2026-01-01T00:00:02.500Z') - clock.now());
    await flags.disable('search');
    const [entry] = await auditOf(flags);
    if (entry === undefined) throw new Error('The change is not in the audit log.');
    const manager = { logger: new RecordingLogger(), now: () => clock.now(), flag: () => undefined };
    const observer = new OpenTelemetryObserver({ meterProvider: recorder.provider });
    const attached = observer.attach({ ...manager, status: () => flags.status() });
    attached.onChange?.({ ...entry, time });
    expect(await recorder.pointsOf('feature_flag.change.delay')).toStrictEqual([{ attributes: {}, value: seconds }]);
  });
});

describe('The metrics of sources', () => {
  it('show for how long definitions have not been current, and count failures', async () => {
    const remote = new PolledProvider(delivers({ sale: true }));
    const { recorder, flags, clock } = await measured({}, { providers: [remote] });
    const staleness = () => recorder.pointsOf('feature_flag.source.staleness');
    const names = ['remote', 'initialFlags'].map((name) => ({ 'feature_flag.source.name': name }));
    clock.advance(5000);
    expect(await staleness()).toStrictEqual(names.map((attributes) => ({ attributes, value: 0 })));
    expect(await recorder.pointsOf('feature_flag.source.failures')).toStrictEqual([]);
    remote.answer = rejects('connection refused');
    await flags.refresh();
    await flags.refresh();
    clock.advance(7500);
    expect(await staleness()).toMatchObject([{ value: 7.5 }, { value: 0 }]);
    expect(await recorder.pointsOf('feature_flag.source.failures')).toStrictEqual([{ attributes: names[0], value: 2 }]);
    expect(await recorder.pointsOf('feature_flag.source.failures')).toMatchObject([{ value: 2 }]);
    remote.answer = delivers({ sale: true });
    await flags.refresh();
    expect(await staleness()).toMatchObject([{ value: 0 }, { value: 0 }]);
  });

  it('are no longer reported when the manager has closed', async () => {
    const { recorder, flags } = await measured();
    await flags.close();
    expect(await recorder.pointsOf('feature_flag.source.staleness')).toStrictEqual([]);
  });
});

describe('The counter of exposures', () => {
  it('counts what has become of them', async () => {
    const { recorder, flags } = await measured({}, { onExposure: () => {} });
    flags.getVariant('theme', 'classic', ada);
    await flags.flushEvents();
    expect(await recorder.pointsOf('feature_flag.exposure.events')).toStrictEqual([
      { attributes: { 'feature_flag.delivery.outcome': 'delivered' }, value: 1 },
    ]);
  });
});

describe('The counter of denied calls', () => {
  it('counts places over the limit of series together', async () => {
    const { recorder, flags } = await measured({ maxSeries: 1, setId: 'shop' });
    for (const place of ['Shop.search', 'Shop.buy', 'Shop.pay', 'Shop.search']) deny(flags, place);
    expect(await recorder.pointsOf('feature_flag.gate.denials')).toStrictEqual([
      { attributes: { 'feature_flag.gate.place': 'Shop.search', 'feature_flag.set.id': 'shop' }, value: 2 },
      { attributes: { 'otel.metric.overflow': true, 'feature_flag.set.id': 'shop' }, value: 2 },
    ]);
  });
});

describe('The instruments', () => {
  it('are created as the table describes them', async () => {
    const remote = new PolledProvider(rejects('down'));
    const { recorder, flags } = await measured(
      {},
      { providers: [remote], onBootFailure: 'defaults', onExposure: () => {} },
    );
    flags.getVariant('theme', 'classic', ada);
    await flags.flushEvents();
    await flags.disable('search');
    deny(flags, 'Shop.search');
    const collected = await recorder.collect();
    const created = Object.values(INSTRUMENTS).map(({ name }) => collected.get(name)?.descriptor);
    expect(created).toMatchObject(
      Object.values(INSTRUMENTS).map(({ name, unit, description }) => ({ name, unit, description })),
    );
    expect(collected.size).toBe(created.length);
  });

  it('are not created if metrics are off', async () => {
    const { recorder, flags } = await measured({ metrics: false });
    flags.isEnabled('search', ada);
    expect((await recorder.collect()).size).toBe(0);
  });
});
