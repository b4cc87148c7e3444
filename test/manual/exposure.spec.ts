import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Get, Logger, Module, UseGuards } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bucketer } from '../../lib/core.js';
import { FlagManager } from '../../lib/index.js';
import { ManualClock } from '../../lib/testing/manual-clock.js';
import { SignInGuard } from '../e2e/http/support/sign-in.guard.js';
import { describeIf } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { adapters, httpApps } from '../support/http-app.js';
import { PostgresServer, postgresFolder } from '../support/postgres-server.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { chanceOf, countsOf, experiment, simulateUsers, WEIGHTS, type FlagEvent } from './exposure-users.js';
import { COUNTS, type VariantCounts } from './recipes/exposure/experiment-counts.js';
import { compareWithControl, sampleRatioP } from './recipes/exposure/experiment-result.js';
import { httpSink } from './recipes/exposure/http.sink.js';
import { EVENT_TABLE, postgresSink } from './recipes/exposure/postgres.sink.js';
import { OrderService, ShopModule } from './recipes/exposure/shop.module.js';

const RATES = { classic: 0.1, modern: 0.125 };

/** A bucketer that puts 56% of the users into the lower half. */
const biased: Bucketer =
  ({ total }) =>
  (unit) =>
    chanceOf(unit) ** 1.2 * total;

/** The counts of variants that were served to so many users each. */
function split(...units: readonly number[]): VariantCounts[] {
  return units.map((each, i) => ({ variant: `${i}`, units: each, converted: 0 }));
}

function ended(status: number) {
  return (response: ServerResponse) => void response.writeHead(status).end('text');
}

/** The events of 10,000 users. */
async function eventsOf(simulation: Parameters<typeof simulateUsers>[1]): Promise<readonly FlagEvent[]> {
  const events: FlagEvent[] = [];
  await simulateUsers((batch) => void events.push(...batch), simulation);
  return events;
}

describe('The result of an experiment with 10,000 users', () => {
  it('is the difference that the variant makes', async () => {
    const events = await eventsOf({ rates: RATES });
    const counts = countsOf(events, 'checkout_theme', 'order_placed');
    expect(counts.reduce((sum, { units }) => sum + units, 0)).toBe(10_000);
    const [modern, ...others] = compareWithControl(counts, 'classic');
    expect({ variant: modern?.variant, others }).toStrictEqual({ variant: 'modern', others: [] });
    expect(modern?.p).toBeLessThan(0.01);
    const [from = 0, to = 0] = modern?.interval ?? [];
    expect([from > 0, from < 0.025, to > 0.025]).toStrictEqual([true, true, true]);
  });

  it('is no difference if the variant makes none', async () => {
    const events = await eventsOf({ rates: { classic: 0.1, modern: 0.1 } });
    const [modern] = compareWithControl(countsOf(events, 'checkout_theme', 'order_placed'), 'classic');
    expect(modern?.p).toBeGreaterThan(0.05);
  });

  it('ignores users to whom an override or a rule gave their variant', async () => {
    const checkout_theme = {
      ...(experiment['checkout_theme'] as object),
      rules: [{ when: { attribute: 'userId', op: 'ends_with', value: '7' }, serve: { variant: 'modern' } }],
    };
    const events = await eventsOf({ rates: RATES, options: { initialFlags: { checkout_theme } as never } });
    const counts = countsOf(events, 'checkout_theme', 'order_placed');
    expect(counts.reduce((sum, { units }) => sum + units, 0)).toBe(9000);
    expect(sampleRatioP(counts, WEIGHTS)).toBeGreaterThan(0.001);
  });
});

describe('The sample-ratio check', () => {
  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('accepts the split of the library, with the salt "%s"', async (salt) => {
    const checkout_theme = { ...(experiment['checkout_theme'] as object), salt };
    const events = await eventsOf({ rates: {}, options: { initialFlags: { checkout_theme } as never } });
    expect(sampleRatioP(countsOf(events, 'checkout_theme', 'order_placed'), WEIGHTS)).toBeGreaterThan(0.001);
  });

  it('detects a bucketer that is biased', async () => {
    const checkout_theme = { ...(experiment['checkout_theme'] as object), bucketer: 'biased' };
    const options = { initialFlags: { checkout_theme } as never, bucketers: { biased } };
    const events = await eventsOf({ rates: {}, options });
    expect(sampleRatioP(countsOf(events, 'checkout_theme', 'order_placed'), WEIGHTS)).toBeLessThan(0.001);
  });

  it('detects that users of one variant are lost before they are counted', async () => {
    const events = await eventsOf({
      rates: {},
      reaches: (userId, variant) => variant !== 'modern' || chanceOf(userId) > 0.1,
    });
    expect(sampleRatioP(countsOf(events, 'checkout_theme', 'order_placed'), WEIGHTS)).toBeLessThan(0.001);
  });

  it('computes the probabilities of published tables, for any number of variants', () => {
    const p = (...units: readonly number[]) =>
      sampleRatioP(split(...units), Object.fromEntries(units.map((_, i) => [i, 1])));
    expect(p(5000, 5000)).toBeCloseTo(1, 6);
    expect(p(5098, 4902)).toBeCloseTo(0.05, 3); // χ² = 3.84 with 1 degree of freedom
    expect(p(1054.73, 1000, 945.27)).toBeCloseTo(Math.exp(-5.99 / 2), 3); // χ² = 5.99 with 2
    expect(p(1000, 1000, 1000, 1000)).toBeCloseTo(1, 6);
    expect(p(1062.5, 1062.5, 937.5, 937.5)).toBeCloseTo(0.0014, 3); // χ² = 15.6 with 3
    expect(sampleRatioP(split(9000, 1000), { 0: 90, 1: 10, 2: 0 })).toBeCloseTo(1, 6);
  });
});

const folder = postgresFolder();

describeIf(folder !== undefined, 'PostgreSQL', 'The Postgres sink', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(folder ?? '');
    for (const statement of EVENT_TABLE) await server.pool().query(statement);
  }, 60_000);
  afterEach(async () => {
    await server.pool().query('TRUNCATE flag_events');
  });
  afterAll(async () => {
    await server.stop();
  });

  it('stores the events of 10,000 users, from which the query counts the same', async () => {
    const pool = server.pool();
    const events: FlagEvent[] = [];
    const sink = postgresSink(pool);
    const both = (batch: readonly FlagEvent[], signal: AbortSignal) => {
      events.push(...batch);
      return sink(batch, signal);
    };
    await simulateUsers(both, { rates: RATES });
    const { rows } = await pool.query(COUNTS, ['checkout_theme', 'order_placed', '2026-01-01']);
    expect(rows).toStrictEqual(countsOf(events, 'checkout_theme', 'order_placed'));
    const later = await pool.query(COUNTS, ['checkout_theme', 'order_placed', '2026-01-02']);
    expect(later.rows).toStrictEqual([]);
  }, 60_000);

  it('stores what an event says, and leaves out one that Postgres cannot store', async () => {
    const pool = server.pool();
    const flags = await FlagManager.create({
      initialFlags: experiment,
      onExposure: postgresSink(pool),
      clock: new ManualClock(),
    });
    flags.isEnabled('checkout_theme', { userId: 'a\u0000b' });
    flags.track('order_placed', { sessionId: 's1' }, { value: 20.5, attributes: { currency: 'EUR' } });
    await flags.close();
    expect(flags.status().exposure).toMatchObject({ delivered: 2, failed: 0 });
    const { rows } = await pool.query(
      'SELECT name, targeting_key_path, targeting_key, value, attributes FROM flag_events',
    );
    expect(rows).toStrictEqual([
      {
        name: 'order_placed',
        targeting_key_path: 'sessionId',
        targeting_key: 's1',
        value: 20.5,
        attributes: { currency: 'EUR' },
      },
    ]);
  });
});

describe('The HTTP sink', () => {
  const requests: { readonly key: unknown; readonly token: unknown; readonly body: string }[] = [];
  let answer: (response: ServerResponse) => void = ended(200);
  const server = createServer((request: IncomingMessage, response) => {
    void receive(request, response);
  });
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    requests.push({ key: request.headers['idempotency-key'], token: request.headers.authorization, body });
    answer(response);
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    requests.splice(0);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Tracks one event, closes the manager, and returns what became of the event. */
  async function deliver(timeout: '5s' | '50ms' = '5s') {
    const { port } = server.address() as AddressInfo;
    const logger = new RecordingLogger();
    const onExposure = httpSink(`http://127.0.0.1:${port}/events`, 'secret-token');
    const flags = await FlagManager.create({ onExposure, exposure: { timeout }, clock: new ManualClock(), logger });
    flags.track('order_placed', { userId: 'ada' }, 20);
    await flags.close();
    return { ...flags.status().exposure, warnings: logger.warnings };
  }

  it('posts a batch as JSON', async () => {
    answer = ended(202);
    expect(await deliver()).toMatchObject({ delivered: 1, failed: 0, warnings: [] });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.token).toBe('Bearer secret-token');
    expect(JSON.parse(requests[0]?.body ?? '')).toStrictEqual({
      events: [
        {
          trackingEventName: 'order_placed',
          timestamp: '2026-01-01T00:00:00.000Z',
          targetingKey: 'ada',
          targetingKeyPath: 'userId',
          value: 20,
        },
      ],
    });
  });

  it('posts a batch again, with the same key, if the server fails', async () => {
    const statuses = [503, 200];
    answer = (response) => ended(statuses.shift() ?? 500)(response);
    expect(await deliver()).toMatchObject({ delivered: 1, failed: 0 });
    expect(requests).toHaveLength(2);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
  });

  it.each([
    [500, 2],
    [401, 1],
  ])('fails when the server answers %d, after %d attempts', async (status, attempts) => {
    answer = ended(status);
    const { failed, warnings } = await deliver();
    expect({ failed, attempts: requests.length }).toStrictEqual({ failed: 1, attempts });
    expect(warnings).toStrictEqual([
      `"onExposure" failed, and its batch is lost (1 event): The collector of flag events answered ${status}.`,
    ]);
  });

  it('is given up when the server does not answer in time', async () => {
    let isAborted = false;
    answer = (response) => void response.on('close', () => (isAborted = true));
    const { delivered, warnings } = await deliver('50ms');
    expect({ delivered, lines: warnings.length }).toStrictEqual({ delivered: 0, lines: 1 });
    await eventually(() => expect(isAborted).toBe(true));
  });
});

describe.each(adapters)('The sink that logs, on $name', (adapter) => {
  const start = httpApps(adapter);

  @Controller()
  @UseGuards(SignInGuard)
  class OrdersController {
    constructor(private readonly orders: OrderService) {}

    @Get('order')
    order() {
      return { theme: this.orders.place(20) };
    }
  }

  @Module({ imports: [ShopModule], controllers: [OrdersController] })
  class SiteModule {}

  afterEach(() => Logger.overrideLogger(false));

  it("writes which variant the request's user was served, and the order, when the application closes", async () => {
    const app = await start(SiteModule);
    const lines: string[] = [];
    const keep = (line: string) => void lines.push(line);
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
    const { theme } = (await app.json('/order', { user: 'ada' })) as { theme: string };
    await app.json('/order', { user: 'ada' });
    expect(lines).toStrictEqual([]);
    await app.close();
    expect(lines.filter((line) => line.startsWith('{')).map((line): unknown => JSON.parse(line))).toMatchObject([
      { trackingEventName: 'feature_flag.exposure', targetingKey: 'ada', variant: theme, assignment: 'random' },
      { trackingEventName: 'order_placed', targetingKey: 'ada', value: 20 },
      { trackingEventName: 'order_placed', targetingKey: 'ada', value: 20 },
    ]);
  });
});
