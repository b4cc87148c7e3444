import { Controller, UseGuards, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Transport as NestTransport,
  type ClientOptions,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { catchError, firstValueFrom, lastValueFrom, map, of, toArray } from 'rxjs';
import { FeatureFlagsModule } from '../../../../lib/nest/feature-flags.module.js';
import { FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';
import type { RecordingLogger } from '../../../support/recording-logger.js';
import { shop } from '../../module/apps.js';
import { DemoAuth, initialFlags, PriceService, shopHandlers } from './shop-handlers.js';
import type { Options, Outcome, Running, Transport } from './transport.js';

@Controller()
@UseGuards(DemoAuth)
class ShopController extends shopHandlers((name) => MessagePattern(name)) {
  @EventPattern('notify')
  @UseGuards(FlagGuard('premium_tier'))
  notify(_order: unknown) {
    this.prices.notify();
  }

  @MessagePattern('notified')
  notified() {
    return this.prices.notified;
  }
}

/** How the application serves the transport. */
export type Serve = (
  root: Type,
  options: MicroserviceOptions,
  logger: RecordingLogger,
) => Promise<INestApplicationContext>;

const asMicroservice: Serve = async (root, options, logger) => {
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(root, { ...options, logger });
  await service.listen();
  return service;
};

/** A transport of Nest's microservices; `optionsOf` is asked for each application. */
export function microserviceTransport(
  optionsOf: () => Promise<MicroserviceOptions & ClientOptions>,
  serve: Serve = asMicroservice,
): Transport {
  return {
    hasEvents: true,
    start: async (options, logger) => await running(await optionsOf(), options, logger, serve),
    denied: () => ({ status: 'error', message: 'Not Found', code: 'FEATURE_FLAG_DISABLED' }),
  };
}

async function running(
  transport: MicroserviceOptions & ClientOptions,
  options: Options,
  logger: RecordingLogger,
  serve: Serve,
): Promise<Running> {
  const root = shop({
    imports: [FeatureFlagsModule.forRoot({ initialFlags, logger, ...options })],
    controllers: [ShopController],
    providers: [PriceService],
  });
  const service = await serve(root, transport, logger);
  const client = ClientProxyFactory.create(transport);
  await client.connect();
  return {
    close: async () => {
      await client.close();
      await service.close();
    },
    connect: async (user) => ({
      ask: (handler) =>
        firstValueFrom(
          client.send<unknown>(handler, { user }).pipe(
            map((answer): Outcome => ({ answer })),
            catchError((denied: unknown) => of<Outcome>({ denied })),
          ),
        ),
      emit: async (event) => {
        await lastValueFrom(client.emit(event, { user }).pipe(toArray()));
      },
    }),
  };
}

export function tcp(port: number): MicroserviceOptions & ClientOptions {
  return { transport: NestTransport.TCP, options: { host: '127.0.0.1', port } };
}

export function redis(port: number): MicroserviceOptions & ClientOptions {
  return { transport: NestTransport.REDIS, options: { host: '127.0.0.1', port } };
}

export function nats(port: number): MicroserviceOptions & ClientOptions {
  return { transport: NestTransport.NATS, options: { servers: [`nats://127.0.0.1:${port}`] } };
}
