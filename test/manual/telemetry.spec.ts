import { describe, expect, it } from '@jest/globals';
import { FlagManager } from '../../lib/index.js';
import { OpenTelemetryObserver } from '../../lib/telemetry/index.js';
import { INSTRUMENTS, type InstrumentDescription } from '../../lib/telemetry/instruments.js';
import { Attribute } from '../../lib/telemetry/semantic-conventions.js';
import { freePort } from '../support/free-port.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { codeBlocks, tableRows } from './code-blocks.js';
import { page } from './pages.js';
import { propertiesOf } from './properties-of.js';
import { countDefaults } from './recipes/telemetry/defaults.observer.js';
import { servePrometheus } from './recipes/telemetry/prometheus.js';
import { flagsOf } from './recipes/telemetry/tenants.js';

const { text } = page('docs/guide/telemetry.md');

describe('The page about telemetry', () => {
  it('lists exactly the attributes of events', () => {
    const listed = tableRows(text, 'Attribute').map(([name]) => name);
    expect(listed.toSorted()).toStrictEqual(Object.values(Attribute).toSorted());
  });

  it('lists exactly the instruments, as they are created', () => {
    const listed = tableRows(text, 'Instrument').map(([name, kind, unit, , meaning]) => [name, kind, unit, meaning]);
    const created = Object.values<InstrumentDescription>(INSTRUMENTS);
    expect(listed).toStrictEqual(created.map(({ name, kind, unit, description }) => [name, kind, unit, description]));
  });

  it('lists exactly the options', () => {
    const listed = tableRows(text, 'In OpenTelemetryObserver').map(([name]) => name);
    expect(listed).toStrictEqual(
      propertiesOf('OpenTelemetryObserverOptions', 'lib/telemetry/open-telemetry.options.ts'),
    );
  });

  it('queries metrics that Prometheus scrapes, by labels that they have', async () => {
    const port = await freePort();
    const provider = servePrometheus(port);
    const flags = await FlagManager.create({
      initialFlags: { new_checkout: true },
      observers: [new OpenTelemetryObserver()],
      logger: new RecordingLogger(),
    });
    const tenant = await flagsOf('acme');
    tenant.isEnabled('new_checkout');
    flags.isEnabled('old_checkout');
    await flags.disable('new_checkout');
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const scraped = await response.text();
    await Promise.all([flags.close(), tenant.close()]);
    await provider.shutdown();
    const queries = codeBlocks(text).filter(({ language, code }) => language !== 'ts' && code.includes('rate('));
    const names = new Set(queries.flatMap(({ code }) => code.match(/\b(?:feature_flag|error)_\w+/g) ?? []));
    expect(names.size).toBeGreaterThan(5);
    const unknown = [...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(scraped));
    expect(unknown).toStrictEqual(['feature_flag_result_variant']); // the flag of this test has no variants
    expect(scraped).toMatch(/feature_flag_evaluations_total\{[^}]*feature_flag_set_id="acme"/);
  });
});

describe('The observer of the guide', () => {
  it('counts defaults', async () => {
    const counts = new Map<string, number>();
    const logger = new RecordingLogger();
    const flags = await FlagManager.create({
      initialFlags: { search: true },
      observers: [countDefaults(counts)],
      logger,
    });
    flags.isEnabled('search');
    flags.isEnabled('serach');
    flags.isEnabled('serach');
    await flags.disable('search');
    await flags.close();
    expect([...counts]).toStrictEqual([['serach', 2]]);
    expect(logger.logs).toStrictEqual(['override_set: search']);
  });
});
