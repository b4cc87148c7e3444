import { setImmediate, setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { describe, expect, it } from '@jest/globals';
import {
  FeatureFlag,
  FeatureFlagsModule,
  FlagManager,
  RequireFlag,
  WithFlagContext,
  type FlagContext,
} from '../../../lib/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { apps, shop } from '../module/apps.js';

interface Order {
  readonly customer?: string;
}

const ofCustomer = ({ customer }: Order) => ({ userId: customer });
const found = async ({ customer }: Order) => {
  await setImmediate();
  return { userId: customer };
};

/** Code that knows nothing about jobs. */
@Injectable()
class Prices {
  constructor(private readonly flags: FlagManager) {}

  isBeta(): boolean {
    return this.flags.isEnabled('beta');
  }
}

@Injectable()
class Jobs {
  readonly log: unknown[] = [];

  constructor(protected readonly prices: Prices) {}

  @WithFlagContext(ofCustomer)
  plain(_order: Order): boolean {
    return this.prices.isBeta();
  }

  @WithFlagContext(ofCustomer)
  async slow(_order: Order): Promise<boolean[]> {
    const before = this.prices.isBeta();
    await setTimeout(1);
    return [before, this.prices.isBeta()];
  }

  @WithFlagContext(found)
  async awaited(_order: Order): Promise<boolean> {
    return this.prices.isBeta();
  }

  @WithFlagContext(found)
  impatient(_order: Order): boolean {
    return this.prices.isBeta();
  }

  @WithFlagContext(ofCustomer)
  async *pages(_order: Order): AsyncGenerator<boolean, void, undefined> {
    yield this.prices.isBeta();
    await setImmediate();
    yield this.prices.isBeta();
  }

  @WithFlagContext(found)
  async *awaitedPages(_order: Order): AsyncGenerator<boolean, string, undefined> {
    yield this.prices.isBeta();
    return 'done';
  }

  @WithFlagContext(ofCustomer)
  @FeatureFlag('beta', { fallback: () => 'old' })
  gatedBelow(_order: Order): string {
    return 'new';
  }

  @FeatureFlag('beta', { fallback: 'oldInvoice' })
  @RequireFlag('beta')
  @WithFlagContext(ofCustomer)
  gatedAbove(_order: Order): string {
    return `new ${this.prices.isBeta()}`;
  }

  oldInvoice(_order: Order): string {
    return `old ${this.prices.isBeta()}`;
  }

  @FeatureFlag('beta', { fallback: async () => 'old' })
  @WithFlagContext(found)
  async gatedAndAwaited(_order: Order): Promise<string> {
    return 'new';
  }

  @WithFlagContext(({ customer = 'eve' }: Order = {}) => ({ userId: customer }))
  @Cron('0 0 1 1 *', { name: 'yearly' })
  yearly(): void {
    this.log.push(['yearly', this.prices.isBeta()]);
  }

  @OnEvent('order.placed')
  @WithFlagContext(ofCustomer)
  onOrder(order: Order): void {
    this.log.push(['order', order.customer, this.prices.isBeta()]);
  }

  @WithFlagContext(() => {
    throw new TypeError('no such order');
  })
  failing(): boolean {
    return this.prices.isBeta();
  }

  @WithFlagContext(() => new Promise<FlagContext>(() => {}))
  async stuck(): Promise<boolean> {
    return this.prices.isBeta();
  }

  @WithFlagContext(() => null as never)
  lost(): boolean {
    return this.prices.isBeta();
  }
}

@Injectable()
class BaseJobs {
  constructor(protected readonly prices: Prices) {}

  @WithFlagContext(ofCustomer)
  plain(_order: Order): boolean {
    return this.prices.isBeta();
  }

  @WithFlagContext(ofCustomer)
  async slow(_order: Order): Promise<boolean> {
    await setImmediate();
    return this.prices.isBeta();
  }
}

@Injectable()
class SpecialJobs extends BaseJobs {
  override plain(order: Order): boolean {
    return super.plain(order) && !this.prices.isBeta(); // outside the context again
  }
}

const initialFlags = { beta: { type: 'user_list', users: ['ada'] } } as const;
const { boot } = apps();

async function start(options: Partial<Parameters<typeof FeatureFlagsModule.forRoot>[0]> = {}) {
  const logger = new RecordingLogger();
  const flags = FeatureFlagsModule.forRoot({ initialFlags, logger, ...options });
  const imports = [flags, ScheduleModule.forRoot(), EventEmitterModule.forRoot()];
  const app = await boot(shop({ imports, providers: [Prices, Jobs, SpecialJobs] }));
  await app.init();
  return { app, logger, jobs: app.get(Jobs), special: app.get(SpecialJobs) };
}

const [ada, eve] = [{ customer: 'ada' }, { customer: 'eve' }];

describe('A method with @WithFlagContext', () => {
  it('evaluates flags for the context from its arguments, and so do the services that it calls', async () => {
    const { jobs } = await start();
    expect([jobs.plain(ada), jobs.plain(eve), jobs.plain(ada)]).toEqual([true, false, true]);
    expect(await Promise.all([jobs.slow(ada), jobs.slow(eve)])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('waits for a resolver that returns a promise, if it is async', async () => {
    const { jobs } = await start();
    expect(await Promise.all([jobs.awaited(ada), jobs.awaited(eve)])).toEqual([true, false]);
    expect(() => jobs.impatient(ada)).toThrow(
      'The resolver of @WithFlagContext on Jobs.impatient returned a promise, but the method does not return one: ' +
        'make the method async, or return the context.',
    );
  });

  it('keeps the context while its generator is consumed', async () => {
    const { jobs } = await start();
    const seen: unknown[] = [];
    for await (const page of jobs.pages(ada)) seen.push(page);
    const later = jobs.awaitedPages(ada);
    seen.push(await later.next(), await later.next());
    expect(seen).toEqual([true, true, { value: true, done: false }, { value: 'done', done: true }]);
  });

  it('is gated for its context, in either order', async () => {
    const { jobs } = await start();
    expect([jobs.gatedBelow(ada), jobs.gatedBelow(eve)]).toEqual(['new', 'old']);
    expect([jobs.gatedAbove(ada), jobs.gatedAbove(eve)]).toEqual(['new true', 'old false']);
    expect(await Promise.all([jobs.gatedAndAwaited(ada), jobs.gatedAndAwaited(eve)])).toEqual(['new', 'old']);
  });

  it('is inherited, and ends where the inherited method ends', async () => {
    const { special } = await start();
    expect([special.plain(ada), await special.slow(ada)]).toEqual([true, true]);
  });

  it('is called by the scheduler and by events', async () => {
    const { app, jobs } = await start();
    await app.get(SchedulerRegistry).getCronJob('yearly').fireOnTick();
    app.get(EventEmitter2).emit('order.placed', ada);
    expect(jobs.log).toEqual([
      ['yearly', false],
      ['order', 'ada', true],
    ]);
  });

  it('keeps its context without ambientContext', async () => {
    const { jobs } = await start({ ambientContext: false });
    expect([jobs.plain(ada), jobs.plain(eve)]).toEqual([true, false]);
    expect([jobs.gatedBelow(ada), jobs.gatedAbove(eve)]).toEqual(['new', 'old false']);
  });

  it.each([
    ['closed', false],
    ['anonymous', true],
  ] as const)('evaluates flags as %s when its resolver fails', async (onContextError, enabled) => {
    const { jobs, logger } = await start({ onContextError, initialFlags: { beta: true } });
    expect([jobs.failing(), jobs.lost()]).toEqual([enabled, enabled]);
    expect(logger.errors).toEqual([
      expect.stringMatching(/^The resolver of @WithFlagContext on Jobs.failing failed: it threw a TypeError\. Fix it/),
      expect.stringMatching(
        /^The resolver of @WithFlagContext on Jobs.lost failed: it must return an object, not null/,
      ),
    ]);
  });

  it('fails when its resolver fails, with onContextError "throw"', async () => {
    const { jobs } = await start({ onContextError: 'throw' });
    expect(() => jobs.failing()).toThrow(expect.objectContaining({ code: 'CONTEXT_FAILED' }));
  });

  it('limits the time of its resolver', async () => {
    const { jobs, logger } = await start({ contextTimeout: '5ms' });
    expect(await jobs.stuck()).toBe(false);
    expect(logger.errors).toEqual([expect.stringContaining('it took longer than 5 ms ("contextTimeout")')]);
  });
});
