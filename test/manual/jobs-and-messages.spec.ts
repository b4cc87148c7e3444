import { setImmediate } from 'node:timers/promises';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Controller, Injectable, Post, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { describe, expect, it } from '@jest/globals';
import { QueueEvents, type Job, type Queue } from 'bullmq';
import request from 'supertest';
import { FeatureFlagsModule, FlagGuard, FlagManager, RequireFlag } from '../../lib/index.js';
import { apps, shop } from '../e2e/module/apps.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';
import { CheckoutController } from './recipes/jobs-and-messages/checkout.controller.js';
import { Customers, DigestService } from './recipes/jobs-and-messages/digest.service.js';
import { InvoiceProcessor, type InvoiceJob } from './recipes/jobs-and-messages/invoice.processor.js';
import { MailService } from './recipes/jobs-and-messages/mail.service.js';
import { OrderListener } from './recipes/jobs-and-messages/order-listener.js';
import { ReminderService } from './recipes/jobs-and-messages/reminder.service.js';

const { boot, serve } = apps();

/** Serves customers with the plan gold the modern theme. */
const MAIL_THEME = {
  type: 'variant',
  variants: [
    { name: 'classic', weight: 1 },
    { name: 'modern', weight: 0 },
  ],
  rules: [{ when: { attribute: 'plan', op: 'equals', value: 'gold' }, serve: { variant: 'modern' } }],
} as const;

const GOLD = { type: 'user_attribute', attributes: { plan: 'gold' } } as const;

@Injectable()
class SignIn implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const asked = execution.switchToHttp().getRequest<{ headers: Record<string, string>; user?: object }>();
    const id = asked.headers['x-user-id'];
    if (id !== undefined) asked.user = { id, plan: id === 'ada' ? 'gold' : 'free' };
    return true;
  }
}

class TwoCustomers extends Customers {
  async all() {
    return [
      { id: 'ada', plan: 'gold' },
      { id: 'bob', plan: 'free' },
    ];
  }
}

async function startDigests() {
  const flags = FeatureFlagsModule.forRoot({ initialFlags: { daily_digest: true, mail_theme: MAIL_THEME } });
  const customers = { provide: Customers, useClass: TwoCustomers };
  const app = await boot(
    shop({ imports: [flags, ScheduleModule.forRoot()], providers: [DigestService, MailService, customers] }),
  );
  await app.init();
  const run = () => app.get(SchedulerRegistry).getCronJob('digest').fireOnTick();
  return { run, flags: app.get(FlagManager), digests: app.get(DigestService) };
}

describe('The scheduled task of the manual', () => {
  it('evaluates each customer by a context of its own', async () => {
    const { run, digests } = await startDigests();
    await run();
    await setImmediate(); // the scheduler does not wait for it
    expect(digests.sent).toEqual(['modern digest to ada', 'classic digest to bob']);
  });

  it('skips the run while its flag is off', async () => {
    const { run, flags, digests } = await startDigests();
    await flags.disable('daily_digest');
    await run();
    await setImmediate();
    expect(digests.sent).toEqual([]);
  });
});

describe('The service of the manual', () => {
  it('evaluates flags for the customer for whom it is called', async () => {
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { mail_theme: MAIL_THEME } });
    const app = await boot(shop({ imports: [flags], providers: [ReminderService, MailService] }));
    const reminders = [
      { id: 'ada', plan: 'gold' },
      { id: 'bob', plan: 'free' },
    ].map((customer) => app.get(ReminderService).remind(customer));
    expect(await Promise.all(reminders)).toEqual(['modern reminder to ada', 'classic reminder to bob']);
  });
});

describe('Gates on jobs', () => {
  it('log a scheduled task that @RequireFlag denies, above and below @Cron', async () => {
    const ran: string[] = [];
    @Injectable()
    class Tasks {
      @Cron('0 0 1 1 *', { name: 'below' })
      @RequireFlag('daily_digest')
      below(): void {
        ran.push('below');
      }

      @RequireFlag('daily_digest')
      @Cron('0 0 1 1 *', { name: 'above' })
      above(): void {
        ran.push('above');
      }
    }
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { daily_digest: false } });
    const app = await boot(shop({ imports: [flags, ScheduleModule.forRoot()], providers: [Tasks] }));
    const errors: string[] = [];
    app.useLogger({ log: () => {}, warn: () => {}, error: (error: unknown) => void errors.push(String(error)) });
    await app.init();
    const jobs = app.get(SchedulerRegistry).getCronJobs();
    for (const job of jobs.values()) await job.fireOnTick();
    expect({ ran, errors }).toEqual({ ran: [], errors: Array(2).fill('FeatureFlagDisabledError: Not Found') });
    await app.get(FlagManager).enable('daily_digest');
    for (const job of jobs.values()) await job.fireOnTick();
    expect(ran.toSorted()).toEqual(['above', 'below']);
  });

  it('stop the boot when they are guards of a worker, which Nest would never call', async () => {
    class GuardedProcessor extends InvoiceProcessor {
      @UseGuards(FlagGuard('invoices'))
      override process(job: Job<InvoiceJob>): Promise<string> {
        return super.process(job);
      }
    }
    const flags = FeatureFlagsModule.forRoot({ initialFlags: { invoices: true } });
    const root = shop({ imports: [flags], providers: [GuardedProcessor, MailService] });
    await expect(boot(root)).rejects.toMatchObject({ code: 'GATE_NEVER_CALLED' });
  });
});

@Controller('orders')
class PlaceOrderController {
  constructor(private readonly emitter: EventEmitter2) {}

  @Post()
  @UseGuards(SignIn)
  place() {
    return this.emitter.emit('order.placed', { orderId: 'order-17', customerId: 'bob' });
  }
}

async function startListeners() {
  const flags = FeatureFlagsModule.forRoot({
    initialFlags: { recommendations_v2: GOLD, loyalty_points: { type: 'user_list', users: ['bob'] } },
  });
  const app = await serve(
    shop({
      imports: [flags, EventEmitterModule.forRoot()],
      controllers: [PlaceOrderController],
      providers: [OrderListener],
    }),
  );
  return { app, log: app.get(OrderListener).log };
}

describe('The listeners of the manual', () => {
  it('find the user of the request that emits the event, or the one that the event names', async () => {
    const { app, log } = await startListeners();
    await request(app.getHttpServer()).post('/orders').set('x-user-id', 'ada').expect(201);
    expect(log.toSorted()).toEqual(['points for bob', 'v2 recommendations for order-17']);
  });

  it('evaluate an event outside a request without a user, unless the event names one', async () => {
    const { app, log } = await startListeners();
    app.get(EventEmitter2).emit('order.placed', { orderId: 'order-18', customerId: 'bob' });
    await setImmediate();
    expect(log.toSorted()).toEqual(['points for bob', 'v1 recommendations for order-18']);
  });

  it('ignore an event whose gate is closed', async () => {
    const { app, log } = await startListeners();
    app.get(EventEmitter2).emit('order.placed', { orderId: 'order-19', customerId: 'ada' });
    await setImmediate();
    expect(log).toEqual(['v1 recommendations for order-19']);
  });
});

describeWithServer(redisServer, 'The queue of the manual', (running) => {
  it('evaluates a job for the customer whose request has added it', async () => {
    const connection = { host: '127.0.0.1', port: running().port };
    const app = await serve(
      shop({
        imports: [
          FeatureFlagsModule.forRoot({
            initialFlags: { mail_theme: MAIL_THEME, invoice_mails: { type: 'user_list', users: ['ada', 'bob'] } },
          }),
          BullModule.forRoot({ connection }),
          BullModule.registerQueue({ name: 'invoices' }),
        ],
        controllers: [CheckoutController],
        providers: [InvoiceProcessor, MailService],
      }),
      (made) => made.useGlobalGuards(new SignIn()),
    );
    const events = new QueueEvents('invoices', { connection });
    await events.waitUntilReady();
    try {
      const invoiceFor = async (user: string): Promise<unknown> => {
        const { body } = await request(app.getHttpServer()).post('/checkout').set('x-user-id', user).expect(201);
        const job = await app.get<Queue>(getQueueToken('invoices')).getJob((body as { job: string }).job);
        return await job?.waitUntilFinished(events, 30_000);
      };
      expect(await invoiceFor('ada')).toBe('modern invoice for order-17 to ada');
      expect(await invoiceFor('bob')).toBe('classic invoice for order-17 to bob');
      expect(await invoiceFor('eve')).toBeNull(); // skipped; BullMQ stores null for undefined
    } finally {
      await events.close();
    }
  });
});
