import { describe, expect, it } from '@jest/globals';
import { Controller, Injectable, type Type } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { Cron, CronExpression, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { NestFactory } from '@nestjs/core';
import { firstValueFrom } from 'rxjs';
import { FeatureFlag, FeatureFlagsModule, FlagManager, RequireFlag, VariantHandler } from '../../../lib/index.js';
import { apps, shop } from './apps.js';

const { boot } = apps();

type AnyMethod = (this: unknown, ...args: unknown[]) => unknown;

/** Replaces a method as tracing libraries do: the metadata and the name of the method are lost. */
const Span: MethodDecorator = (_target, _name, descriptor: PropertyDescriptor) => {
  const original = descriptor.value as AnyMethod;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    return original.apply(this, args);
  };
};

/** Runs a method in a transaction, which it rolls back if the method throws, and records what it has done. */
function Transactional(log: string[]): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const original = descriptor.value as AnyMethod;
    return {
      ...descriptor,
      value: async function (this: unknown, ...args: unknown[]): Promise<unknown> {
        log.push('begin');
        try {
          const result: unknown = await original.apply(this, args);
          log.push('commit');
          return result;
        } catch (error) {
          log.push('roll back');
          throw error;
        }
      } as never,
    };
  };
}

const log: string[] = [];
const variants = ['classic', 'modern'].map((name) => ({ name, weight: name === 'modern' ? 1 : 0 }));
const flags = () =>
  FeatureFlagsModule.forRoot({
    initialFlags: { sale: true, theme: { type: 'variant', variants, defaultVariant: 'modern' } },
    unknownFlags: 'error',
  });

const bootWith = async <T>(type: Type<T>, imports: readonly Type[] | readonly object[] = []) => {
  const app = await boot(shop({ imports: [flags(), ...(imports as [])], providers: [type] }));
  return { app, service: app.get(type), flags: app.get(FlagManager) };
};

describe('A gated method with decorators that replace it', () => {
  @Injectable()
  class Checkout {
    @Transactional(log)
    @RequireFlag('sale')
    async above(total: number): Promise<string> {
      return await Promise.resolve(`paid ${total}`);
    }

    @RequireFlag('sale')
    @Transactional(log)
    async below(total: number): Promise<string> {
      return await Promise.resolve(`paid ${total}`);
    }

    @Span
    @FeatureFlag('sale', { fallback: 'legacy' })
    @Span
    traced(total: number): string {
      return `paid ${total}`;
    }

    legacy(total: number): string {
      return `legacy ${total}`;
    }

    @Span
    @VariantHandler('theme', { classic: 'legacy', modern: 'traced' })
    @Span
    routed(_total: number): string {
      return 'default';
    }
  }

  it('is gated within a transaction, which a closed gate rolls back', async () => {
    const { service, flags: manager } = await bootWith(Checkout);
    log.length = 0;
    expect(await service.above(3)).toBe('paid 3');
    await manager.disable('sale');
    await expect(service.above(3)).rejects.toMatchObject({ code: 'FEATURE_FLAG_DISABLED' });
    expect(log).toEqual(['begin', 'commit', 'begin', 'roll back']);
  });

  it('starts no transaction while a gate above it is closed', async () => {
    const { service, flags: manager } = await bootWith(Checkout);
    log.length = 0;
    expect(await service.below(3)).toBe('paid 3');
    await manager.disable('sale');
    await expect(service.below(3)).rejects.toMatchObject({ code: 'FEATURE_FLAG_DISABLED' });
    expect(log).toEqual(['begin', 'commit']);
  });

  it('is gated, and routed by variant, between decorators that lose its metadata', async () => {
    const { service, flags: manager } = await bootWith(Checkout);
    expect([service.traced(3), service.routed(3)]).toEqual(['paid 3', 'paid 3']);
    await manager.setOverride('theme', 'classic');
    await manager.disable('sale');
    expect([service.traced(3), service.routed(3)]).toEqual(['legacy 3', 'legacy 3']);
  });
});

describe('A gated method that a library calls', () => {
  it('is gated as a cron job, above and below the decorator', async () => {
    const runs: string[] = [];
    @Injectable()
    class Jobs {
      @Cron(CronExpression.EVERY_YEAR, { name: 'below' })
      @FeatureFlag('sale', { fallback: () => runs.push('skipped') })
      below() {
        runs.push('below');
      }
      @FeatureFlag('sale', { fallback: () => runs.push('skipped') })
      @Cron(CronExpression.EVERY_YEAR, { name: 'above' })
      above() {
        runs.push('above');
      }
    }
    const { app, flags: manager } = await bootWith(Jobs, [ScheduleModule.forRoot()]);
    const run = async () => {
      for (const name of ['below', 'above']) await app.get(SchedulerRegistry).getCronJob(name).fireOnTick();
    };
    await app.init();
    await run();
    await manager.disable('sale');
    await run();
    expect(runs).toEqual(['below', 'above', 'skipped', 'skipped']);
  });

  it('is gated as an event listener, above and below the decorator', async () => {
    const seen: string[] = [];
    @Injectable()
    class Listener {
      @OnEvent('order')
      @FeatureFlag('sale', { fallback: () => seen.push('skipped') })
      below(id: string) {
        seen.push(`below ${id}`);
      }
      @FeatureFlag('sale', { fallback: () => seen.push('skipped') })
      @OnEvent('order')
      above(id: string) {
        seen.push(`above ${id}`);
      }
    }
    const { app, flags: manager } = await bootWith(Listener, [EventEmitterModule.forRoot()]);
    await app.init();
    await app.get(EventEmitter2).emitAsync('order', '7');
    await manager.disable('sale');
    await app.get(EventEmitter2).emitAsync('order', '8');
    expect(seen).toEqual(['below 7', 'above 7', 'skipped', 'skipped']);
  });

  it('is gated as a message handler, also below a decorator that loses its metadata', async () => {
    @Controller()
    class OrdersController {
      @MessagePattern('below')
      @Span
      @FeatureFlag('sale', { fallback: 'closed' })
      below(total: number): string {
        return `paid ${total}`;
      }
      @FeatureFlag('sale', { fallback: 'closed' })
      @MessagePattern('above')
      above(total: number): string {
        return `paid ${total}`;
      }
      @MessagePattern('routed')
      @VariantHandler('theme', { classic: 'closed', modern: 'above' })
      routed(_total: number): string {
        return 'default';
      }
      closed(total: number): string {
        return `closed ${total}`;
      }
    }
    const app = await NestFactory.createMicroservice(shop({ imports: [flags()], controllers: [OrdersController] }), {
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: 0 },
      logger: false,
      abortOnError: false,
    });
    await app.listen();
    const { port } = app.unwrap<import('node:net').Server>().address() as import('node:net').AddressInfo;
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
    const ask = () =>
      Promise.all(['below', 'above', 'routed'].map((name) => firstValueFrom(client.send<string>(name, 3))));
    try {
      expect(await ask()).toEqual(['paid 3', 'paid 3', 'paid 3']);
      await app.get(FlagManager).disable('sale');
      expect(await ask()).toEqual(['closed 3', 'closed 3', 'closed 3']);
      await app.get(FlagManager).enable('sale');
      await app.get(FlagManager).setOverride('theme', 'classic');
      expect(await ask()).toEqual(['paid 3', 'paid 3', 'closed 3']);
    } finally {
      client.close();
      await app.close();
    }
  });
});
