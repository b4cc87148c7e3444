import { afterAll, describe, expect, it } from '@jest/globals';
import { MinimalProject } from './minimal-project.js';

/** Prints the error with which an observer is created, if any. */
const CREATE = `
  try {
    new OpenTelemetryObserver();
  } catch ({ code, message }) {
    process.stdout.write(code + ': ' + message);
  }
`;

/** Prints how many evaluations two copies of the library have counted, one of ES modules and one of CommonJS. */
const COUNT_IN_TWO_COPIES = `
  const { metrics } = await import('@opentelemetry/api');
  const sdk = await import('@opentelemetry/sdk-metrics');
  const exporter = new sdk.InMemoryMetricExporter(sdk.AggregationTemporality.CUMULATIVE);
  const provider = new sdk.MeterProvider({
    readers: [new sdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
  });
  metrics.setGlobalMeterProvider(provider);
  for (const folder of ['dist', 'dist/cjs']) {
    const file = (name) => process.cwd() + '/node_modules/nestjs-feature-flags/' + folder + '/' + name;
    const { FlagManager } = await import(file('core.js'));
    const { OpenTelemetryObserver } = await import(file('telemetry/index.js'));
    const flags = await FlagManager.create({
      initialFlags: { search: true },
      observers: [new OpenTelemetryObserver()],
    });
    flags.isEnabled('search');
    await flags.close();
  }
  await provider.forceFlush();
  const all = exporter.getMetrics().at(-1).scopeMetrics.flatMap((scope) => scope.metrics);
  const counter = all.find((metric) => metric.descriptor.name === 'feature_flag.evaluations');
  process.stdout.write(JSON.stringify(counter.dataPoints.map((point) => point.value)));
  await provider.shutdown();
`;

describe('Telemetry in a project without OpenTelemetry', () => {
  const project = new MinimalProject(['rxjs']);
  afterAll(() => project.delete());

  it('says which package is missing, as an ES module and as CommonJS', () => {
    const file = './node_modules/nestjs-feature-flags/dist/cjs/telemetry/index.js';
    const imported = "const { OpenTelemetryObserver } = await import('nestjs-feature-flags/telemetry');";
    const required = `const { OpenTelemetryObserver } = require('${file}');`;
    for (const printed of [
      project.run('--input-type=module', '-e', imported + CREATE),
      project.run('-e', required + CREATE),
    ]) {
      expect(printed).toMatch(/^MISSING_PACKAGE: .*npm install @opentelemetry\/api/);
    }
  });
});

describe('Telemetry in a project with OpenTelemetry', () => {
  const project = new MinimalProject(['rxjs', '@opentelemetry/api', '@opentelemetry/sdk-metrics']);
  afterAll(() => project.delete());

  it('adds up the evaluations of two copies of the library in one process', () => {
    expect(project.run('--input-type=module', '-e', COUNT_IN_TWO_COPIES)).toBe('[2]');
  });
});
