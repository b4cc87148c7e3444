import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

// Call this in main.ts, before NestFactory.create().
export function servePrometheus(port: number): MeterProvider {
  const provider = new MeterProvider({ readers: [new PrometheusExporter({ port, host: '127.0.0.1' })] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}
