import { ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';
import { ShopLogger } from './shop-logger.js';
import { servePrometheus } from './telemetry/prometheus.js';
import { whatToTry } from './what-to-try.js';

servePrometheus(process.env);
const app = await NestFactory.create(AppModule, { logger: new ShopLogger() });
app.useWebSocketAdapter(new WsAdapter(app));
app.enableShutdownHooks([ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT], { useProcessExit: true });
await app.listen(process.env['PORT'] || 3000);

const { port } = app.getHttpServer().address();
process.stdout.write(whatToTry(`http://localhost:${port}`));
