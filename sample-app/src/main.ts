import { ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';
import { servePage } from './page.js';
import { ShopLogger } from './shop-logger.js';
import { servePrometheus } from './telemetry/prometheus.js';
import { whatToTry } from './what-to-try.js';

await servePrometheus(process.env);
const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger: new ShopLogger() });
app.useWebSocketAdapter(new WsAdapter(app));
app.enableShutdownHooks([ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT], { useProcessExit: true });
servePage(app);
await app.listen(process.env['PORT'] || 3000);

const { port } = new URL(await app.getUrl());
process.stdout.write(whatToTry(`http://localhost:${port}`));
