import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, type CanActivate } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FeatureFlag, FlagGuard, RequireFlag } from '../../../lib/index.js';
import { apps } from './apps.js';
import { unknownFlagsIn } from './unknown-flags-in.js';

const { boot } = apps();
const unknownIn = unknownFlagsIn(boot);

/** Replaces a method, as tracing libraries do, without copying its metadata. */
const Span: MethodDecorator = (_target, _name, descriptor: PropertyDescriptor) => {
  const original = descriptor.value as () => unknown;
  descriptor.value = function (this: unknown) {
    return original.call(this);
  };
};

/** Turns a method into an accessor, as decorators that bind `this` do. */
const Bound = (_target: object, _name: string, descriptor: PropertyDescriptor): PropertyDescriptor => {
  const original = descriptor.value as () => unknown;
  return {
    configurable: true,
    get(this: unknown) {
      return original.bind(this);
    },
  };
};

describe('A module with unknownFlags: error', () => {
  it('finds the gates of a method that a subclass overrides, which may call it by super', async () => {
    class GatedService {
      @RequireFlag('base')
      run() {}
    }
    @Injectable()
    class NightlyJob extends GatedService {
      @RequireFlag('own')
      override run() {
        super.run();
      }
    }
    @Injectable()
    class WeeklyJob extends GatedService {
      override run() {}
    }
    expect(await unknownIn({ providers: [NightlyJob, WeeklyJob] })).toEqual([
      'base by GatedService.run',
      'own by NightlyJob.run',
    ]);
  });

  it('finds a gate below a decorator that replaces the method and its metadata', async () => {
    @Injectable()
    class NightlyJob {
      @Span
      @FeatureFlag('traced', { fallback: () => {} })
      traced() {}
      @Bound
      @RequireFlag('bound')
      bound() {}
    }
    expect(await unknownIn({ providers: [NightlyJob] })).toEqual([
      'bound by NightlyJob.bound',
      'traced by NightlyJob.traced',
    ]);
  });

  it('finds the gated methods of objects from factories and values', async () => {
    class NightlyJob {
      @RequireFlag('nightly')
      run() {}
    }
    class WeeklyJob {
      @RequireFlag('weekly')
      run() {}
    }
    class YearlyJob {
      @RequireFlag('yearly')
      run() {}
    }
    const providers = [
      { provide: 'NIGHTLY', useValue: new NightlyJob() },
      { provide: 'WEEKLY', useFactory: () => new WeeklyJob() },
      { provide: 'JOBS', useFactory: async () => await Promise.resolve({ all: [new YearlyJob()] }) },
    ];
    expect(await unknownIn({ providers })).toEqual([
      'nightly by NightlyJob.run',
      'weekly by WeeklyJob.run',
      'yearly by YearlyJob.run',
    ]);
  });

  it('finds the gated methods of guards and interceptors, and of GraphQL resolvers', async () => {
    @Injectable()
    class OrderGuard implements CanActivate {
      canActivate(): boolean {
        return this.isOpen();
      }
      @RequireFlag('orders')
      isOpen(): boolean {
        return true;
      }
    }
    @Controller()
    class OrderController {
      @Get()
      @UseGuards(OrderGuard)
      list() {}
    }
    @Injectable()
    class GlobalGuard extends OrderGuard {
      @RequireFlag('launched')
      override isOpen(): boolean {
        return true;
      }
    }
    @Resolver()
    class OrderResolver {
      @Query()
      @UseGuards(FlagGuard('queries'))
      orders() {}
      @ResolveField()
      @RequireFlag('fields')
      total() {}
    }
    expect(
      await unknownIn({
        controllers: [OrderController],
        providers: [OrderResolver, { provide: APP_GUARD, useClass: GlobalGuard }],
      }),
    ).toEqual([
      'fields by OrderResolver.total',
      'launched by GlobalGuard.isOpen',
      'orders by OrderGuard.isOpen',
      'queries by OrderResolver.orders',
    ]);
  });

  it('suggests the nearest key at each place, and none if no key is near', async () => {
    class CheckoutService {
      @RequireFlag('knwon')
      pay() {}
      @RequireFlag('known', { context: () => ({}) })
      refund() {}
      @RequireFlag('sale')
      sell() {}
    }
    expect(await unknownIn({ providers: [CheckoutService] })).toEqual([
      'knwon by CheckoutService.pay. Did you mean "known"?',
      'sale by CheckoutService.sell',
    ]);
  });
});
