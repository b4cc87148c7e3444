import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, type INestApplication } from '@nestjs/common';
import { context, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { FeatureFlag, FlagEnabled, FlagGuard, FlagManager, type FlagDefinitions } from '../../../lib/index.js';
import { OpenTelemetryObserver } from '../../../lib/telemetry/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { MetricRecorder } from '../../support/metric-recorder.js';
import { eventsOf, SpanRecorder } from '../../support/span-recorder.js';
import { shop } from './support/shop.module.js';
import { turns } from './support/turns.js';

const flags: FlagDefinitions = {
  new_checkout: true,
  gifts: { type: 'user_list', users: ['user-0', 'user-3', 'user-6', 'user-9'] },
  sale: true,
};

@Injectable()
class PriceService {
  constructor(private readonly manager: FlagManager) {}

  async price(): Promise<number> {
    await turns(3);
    return this.manager.isEnabled('sale') ? 9 : 10;
  }

  @FeatureFlag('sale', { fallback: () => 0 })
  discount(): number {
    return 1;
  }
}

@Controller()
@UseGuards(FlagGuard('new_checkout'))
class CheckoutController {
  constructor(private readonly prices: PriceService) {}

  @Get('checkout')
  async checkout(@FlagEnabled('gifts') gifts: boolean): Promise<{ gifts: boolean; price: number }> {
    return { gifts, price: await this.prices.price() };
  }

  @Get('discount')
  discount(): number {
    return this.prices.discount();
  }

  @Get('gifts')
  @UseGuards(FlagGuard('gifts'))
  gifts(): string {
    return 'gifts';
  }
}

const recorder = new SpanRecorder();

/** Starts a span for each request, as an instrumentation of HTTP does. */
function traced(nest: INestApplication): void {
  nest.use(
    (request: { url: string; headers: { 'x-user-id'?: string } }, response: NodeJS.EventEmitter, next: () => void) => {
      const span = recorder.start(`${request.url} for ${request.headers['x-user-id']}`);
      response.once('close', () => span.end());
      context.with(trace.setSpan(context.active(), span), next);
    },
  );
}

/** What the events of a span say, one line each. */
const linesOf = (span: ReadableSpan) =>
  eventsOf(span).map(({ 'feature_flag.key': key, 'feature_flag.result.value': value, ...rest }) =>
    [key, value, 'for', rest['feature_flag.context.id']].join(' '),
  );

/** The span with this name, once it has ended. */
const spanNamed = (name: string) => recorder.spans.findLast((span) => span.name === name);

describe.each(adapters)('The span of a request on $name', (adapter) => {
  const start = httpApps(adapter);
  const observers = [new OpenTelemetryObserver({ contextId: 'plain' })];
  const parts = { flags, options: { observers }, controllers: [CheckoutController], providers: [PriceService] };

  it('has the evaluations of its guards, parameters and services, and of no concurrent request', async () => {
    const app = await start(shop(parts), traced);
    const users = Array.from({ length: 10 }, (_, index) => `user-${index}`);
    await Promise.all(users.map((user) => app.json('/checkout', { user })));
    await app.close(); // every response has closed, and its span has ended
    for (const user of users) {
      const span = spanNamed(`/checkout for ${user}`);
      expect(span && linesOf(span)).toStrictEqual([
        `new_checkout true for ${user}`,
        `gifts ${['user-0', 'user-3', 'user-6', 'user-9'].includes(user)} for ${user}`,
        `sale true for ${user}`,
      ]);
    }
  });

  it('has the evaluation that has closed a gate', async () => {
    const app = await start(shop(parts), traced);
    expect(await app.status('/gifts', { user: 'user-1' })).toBe(404);
    await app.close();
    const span = spanNamed('/gifts for user-1');
    expect(span && linesOf(span)).toStrictEqual(['new_checkout true for user-1', 'gifts false for user-1']);
  });
});

describe.each(adapters)('The counter of denied calls on $name', (adapter) => {
  const start = httpApps(adapter);

  it('counts the calls that a guard or a decorator has denied, by class and method and without users', async () => {
    const metrics = new MetricRecorder();
    const observers = [new OpenTelemetryObserver({ meterProvider: metrics.provider, spanEvents: false })];
    const app = await start(
      shop({ flags, options: { observers }, controllers: [CheckoutController], providers: [PriceService] }),
    );
    for (const user of ['user-0', 'user-1', 'user-2']) await app.status('/gifts', { user });
    await app.flags.disable('sale', { actor: 'ops' });
    expect(await app.json('/discount', { user: 'user-1' })).toBe(0);
    expect(await metrics.pointsOf('feature_flag.gate.denials')).toStrictEqual([
      { attributes: { 'feature_flag.gate.place': 'CheckoutController.gifts' }, value: 2 },
      { attributes: { 'feature_flag.gate.place': 'PriceService.discount' }, value: 1 },
    ]);
  });
});
