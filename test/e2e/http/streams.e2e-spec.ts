import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Sse, UseGuards, UseInterceptors, type MessageEvent } from '@nestjs/common';
import { finalize, map, NEVER, Observable, startWith } from 'rxjs';
import { FeatureFlag, FlagGuard, FlagInterceptor, FlagManager, type FlagDefinitions } from '../../../lib/index.js';
import { adapters, httpApps, type HttpApp } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';
import { Signal } from './support/signal.js';

const flags: FlagDefinitions = {
  live_prices: false,
  early_access: { type: 'user_list', users: ['ada'] },
};

/** A source that never ends on its own; `stopped` resolves when the last listener has unsubscribed. */
function endless(text: string, stopped: Signal): Observable<MessageEvent> {
  return NEVER.pipe(
    startWith({ data: text }),
    finalize(() => stopped.give()),
  );
}

/** Opens a stream, reads its first event and leaves. */
async function readFirstEventAndLeave(app: HttpApp, path: string, user?: string): Promise<string> {
  const client = new AbortController();
  const response = await app.open(path, { signal: client.signal, ...(user === undefined ? {} : { user }) });
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  while (!received.includes('data:') || !received.endsWith('\n\n')) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) break;
    received += chunk.value;
  }
  client.abort();
  await reader?.closed.catch(() => {}); // rejects, because the client has disconnected
  return received.split('\n').find((line) => line.startsWith('data:')) ?? '';
}

describe.each(adapters)('Gated streams on $name', (adapter) => {
  const start = httpApps(adapter);

  it('stop the source of a gated route when the client leaves', async () => {
    const stopped = new Signal('The source was stopped');
    @Controller()
    class PricesController {
      @Sse('prices')
      @UseInterceptors(FlagInterceptor('live_prices', { fallback: () => endless('cached', new Signal('unused')) }))
      prices(): Observable<MessageEvent> {
        return endless('live', stopped);
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    await app.flags.enable('live_prices');
    expect(await readFirstEventAndLeave(app, '/prices')).toBe('data: live');
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it('stop the source of the fallback when the client leaves', async () => {
    const stopped = new Signal('The fallback was stopped');
    @Controller()
    class PricesController {
      @Sse('prices')
      @UseInterceptors(FlagInterceptor('live_prices', { fallback: () => endless('cached', stopped) }))
      prices(): Observable<MessageEvent> {
        return endless('live', new Signal('unused'));
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    expect(await readFirstEventAndLeave(app, '/prices')).toBe('data: cached');
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it('stop a source that an asynchronous fallback has delivered when the client leaves', async () => {
    const stopped = new Signal('The fallback was stopped');
    @Controller()
    class PricesController {
      @Sse('prices')
      @UseInterceptors(FlagInterceptor('live_prices', { fallback: async () => endless('cached', stopped) }))
      prices(): Observable<MessageEvent> {
        return endless('live', new Signal('unused'));
      }
    }
    const options = { contextResolver: async () => await Promise.resolve({ userId: 'ada' }) };
    const app = await start(shop({ flags, options, controllers: [PricesController] }));
    expect(await readFirstEventAndLeave(app, '/prices')).toBe('data: cached');
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it.each<[string, string]>([
    ['ada', 'live'],
    ['bob', 'cached'],
  ])('stop what a gated method streams to %s when the client leaves', async (user, text) => {
    const stopped = new Signal('The source was stopped');
    @Controller()
    class PricesController {
      @Sse('prices')
      @UseGuards(FlagGuard({ not: 'live_prices' }))
      @FeatureFlag('early_access', { fallback: 'cached' })
      prices(): Observable<MessageEvent> {
        return endless('live', stopped);
      }

      cached(): Observable<MessageEvent> {
        return endless('cached', stopped);
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    expect(await readFirstEventAndLeave(app, '/prices', user)).toBe(`data: ${text}`);
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it('stop a source that the route has yet to answer from when the client leaves', async () => {
    const asked = new Signal('The source was asked');
    const stopped = new Signal('The source was stopped');
    @Controller()
    class ReportController {
      @Get('report')
      @UseInterceptors(FlagInterceptor({ not: 'live_prices' }, { fallback: 'no report' }))
      report(): Observable<string> {
        return new Observable(() => {
          asked.give();
          return () => stopped.give();
        });
      }
    }
    const app = await start(shop({ flags, controllers: [ReportController] }));
    const client = new AbortController();
    const response = app.open('/report', { signal: client.signal });
    await asked.wait();
    client.abort();
    await expect(response).rejects.toThrow('aborted');
    await expect(stopped.wait()).resolves.toBeUndefined();
  });

  it('find the user of their request for each event, even after the response has started', async () => {
    @Injectable()
    class Prices {
      constructor(private readonly manager: FlagManager) {}

      level(): string {
        return this.manager.isEnabled('early_access') ? 'early' : 'usual';
      }
    }
    const ticks = new Set<() => void>();
    @Controller()
    class PricesController {
      constructor(private readonly prices: Prices) {}

      @Sse('prices')
      stream(): Observable<MessageEvent> {
        const tick = new Observable<void>((subscriber) => {
          const next = () => subscriber.next();
          ticks.add(next);
          setImmediate(next);
          return () => ticks.delete(next);
        });
        return tick.pipe(map(() => ({ data: this.prices.level() })));
      }
    }
    const app = await start(shop({ flags, providers: [Prices], controllers: [PricesController] }));
    expect(await readFirstEventAndLeave(app, '/prices', 'ada')).toBe('data: early');
    expect(await readFirstEventAndLeave(app, '/prices', 'bob')).toBe('data: usual');
  });

  it('answer 404 instead of a stream when the gate is closed', async () => {
    @Controller()
    class PricesController {
      @Sse('prices')
      @UseGuards(FlagGuard('live_prices'))
      prices(): Observable<MessageEvent> {
        return endless('live', new Signal('unused'));
      }
    }
    const app = await start(shop({ flags, controllers: [PricesController] }));
    expect(await app.status('/prices')).toBe(404);
  });
});
