import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/**
 * Serves the metrics of the application to Prometheus, on a port of its own and on this machine only, because they are
 * not for customers. Call it before the application is created. It fails if the port is in use.
 */
export async function servePrometheus({ METRICS_PORT: port }: NodeJS.ProcessEnv): Promise<void> {
  if (!port) return;
  const exporter = new PrometheusExporter({ host: '127.0.0.1', port: Number(port), preventServerStart: true });
  await exporter.startServer();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
}
