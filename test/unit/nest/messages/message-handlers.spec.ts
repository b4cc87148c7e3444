import { describe, expect, it } from '@jest/globals';
import { Catch, Controller, Get, Injectable, UseFilters, UseInterceptors, type ExceptionFilter } from '@nestjs/common';
import { EXCEPTION_FILTERS_METADATA, INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { FeatureFlagDisabledError } from '../../../../lib/nest/denials/feature-flag-disabled.error.js';
import { methodsOf } from '../../../../lib/nest/gate-checks/class-methods.js';
import { FeatureFlagsModule } from '../../../../lib/nest/feature-flags.module.js';
import type { FeatureFlagsModuleExtras } from '../../../../lib/nest/feature-flags.options.js';
import { deniedEventFilter } from '../../../../lib/nest/messages/denied-event.filter.js';
import { deniedMessageFilter } from '../../../../lib/nest/messages/denied-message.filter.js';
import { MessageScopeInterceptor } from '../../../../lib/nest/messages/message-scope.interceptor.js';
import { apps, shop } from '../../../e2e/module/apps.js';

const { boot } = apps();

class Own {}

@Catch(FeatureFlagDisabledError)
class OwnFilter implements ExceptionFilter {
  catch(): void {}
}

/** Handlers of one app, because the metadata of a class outlives an app. */
function handlers() {
  @Controller()
  class Orders {
    @Get()
    page() {}
    @MessagePattern('price')
    @UseInterceptors(Own)
    price() {}
    @EventPattern('paid')
    paid(_order: unknown) {}
    @MessagePattern('refund')
    @UseFilters(OwnFilter)
    refund() {}
    helper() {}
  }
  @WebSocketGateway()
  @Injectable()
  class Support {
    @SubscribeMessage('chat')
    chat() {}
  }
  const methods = new Map([...methodsOf(Orders), ...methodsOf(Support)].map(({ name, method }) => [name, method]));
  const enhancersOf = (key: string, name: string): unknown => Reflect.getMetadata(key, methods.get(name) ?? Orders);
  const start = (extras: FeatureFlagsModuleExtras = {}) =>
    boot(
      shop({
        imports: [FeatureFlagsModule.forRoot(extras)],
        controllers: [Orders],
        providers: [Support, { provide: Own, useValue: {} }],
      }),
    );
  return {
    start,
    interceptorsOf: (name: string) => enhancersOf(INTERCEPTORS_METADATA, name),
    filtersOf: (name: string) => enhancersOf(EXCEPTION_FILTERS_METADATA, name),
  };
}

describe('The handlers of messages', () => {
  it('run within their call, outside of their other interceptors', async () => {
    const { start, interceptorsOf } = handlers();
    await start();
    expect(interceptorsOf('price')).toStrictEqual([MessageScopeInterceptor, Own]);
    expect(interceptorsOf('paid')).toStrictEqual([MessageScopeInterceptor]);
    expect(interceptorsOf('chat')).toStrictEqual([MessageScopeInterceptor]);
  });

  it('do not affect routes and other methods', async () => {
    const { start, interceptorsOf, filtersOf } = handlers();
    await start();
    for (const method of ['page', 'helper']) {
      expect([interceptorsOf(method), filtersOf(method)]).toStrictEqual([undefined, undefined]);
    }
  });

  it('skip denied events, and answer denied messages unless a filter of their own does', async () => {
    const { start, filtersOf } = handlers();
    await start();
    expect(filtersOf('paid')).toStrictEqual([deniedEventFilter]);
    expect(filtersOf('price')).toStrictEqual([deniedMessageFilter]);
    expect(filtersOf('chat')).toStrictEqual([deniedMessageFilter]);
    expect(filtersOf('refund')).toStrictEqual([OwnFilter]);
  });

  it('are prepared once, however many applications share them', async () => {
    const { start, interceptorsOf } = handlers();
    await start();
    await start();
    expect(interceptorsOf('paid')).toStrictEqual([MessageScopeInterceptor]);
  });

  it('are not entered with ambientContext: false', async () => {
    const { start, interceptorsOf, filtersOf } = handlers();
    await start({ ambientContext: false });
    expect(interceptorsOf('paid')).toBeUndefined();
    expect(filtersOf('paid')).toStrictEqual([deniedEventFilter]);
  });

  it('remain usable in an application without the module', async () => {
    @Controller()
    class Shared {
      @MessagePattern('price')
      price() {}
    }
    await boot(shop({ imports: [FeatureFlagsModule.forRoot()], controllers: [Shared] }));
    const app = await NestFactory.createApplicationContext(shop({ controllers: [Shared] }), { logger: false });
    expect(app.get(Shared)).toBeInstanceOf(Shared);
    await app.close();
  });
});
