import { afterEach, describe, expect, it } from '@jest/globals';
import type { FlagContext, FlagRequest } from '../../../lib/index.js';
import { ManualClock } from '../../../lib/testing/manual-clock.js';
import { eventually } from '../../support/eventually.js';
import { adapters, type HttpRequest } from '../../support/http-app.js';
import { EventClient } from './event-client.js';
import { eventProblems, flagIn, ofrepApps, type OfrepApp } from './ofrep-app.js';

const change = { type: 'refetchEvaluation', etag: expect.any(String), lastModified: expect.any(Number) };

/** A visitor has chosen the id of a user for the session. */
function adaOrVisitor({ user }: FlagRequest): FlagContext {
  return user === undefined ? { sessionId: 'ada' } : { userId: 'ada' };
}

describe.each(adapters)('The events of OFREP on $name', (adapter) => {
  const start = ofrepApps(adapter);
  const clients: EventClient[] = [];
  afterEach(() => clients.splice(0).forEach((client) => client.close()));

  async function open({ app }: OfrepApp, request: HttpRequest = {}): Promise<EventClient> {
    const client = await EventClient.open(app, '/ofrep/v1/events', request);
    clients.push(client);
    return client;
  }

  it('are announced in the answer of all flags, at the origin of the client', async () => {
    const app = await start({ public: true }, { prepare: (nest) => nest.setGlobalPrefix('api') });
    const { body } = await app.evaluate({ targetingKey: 'visitor-1' }, { path: '/api' });
    expect(body).toMatchObject({
      eventStreams: [{ type: 'sse', endpoint: { requestUri: '/api/ofrep/v1/events' }, inactivityDelaySec: 120 }],
    });
  });

  it('are announced at the configured URL', async () => {
    const url = 'https://events.shop.example/stream';
    const app = await start({ public: true, events: { url, inactivityDelay: '30s' } });
    const { body } = await app.evaluate({ targetingKey: 'visitor-1' });
    expect(body).toMatchObject({ eventStreams: [{ type: 'sse', url, inactivityDelaySec: 30 }] });
  });

  it('are not announced if they are turned off', async () => {
    const app = await start({ public: true, events: false });
    expect((await app.evaluate({ targetingKey: 'visitor-1' })).body).not.toHaveProperty('eventStreams');
    expect((await open(app)).response.status).toBe(404);
  });

  it('tell clients once of changes that belong together', async () => {
    const app = await start({ public: true });
    const client = await open(app);
    await client.connected();
    expect(client.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(client.response.headers.get('cache-control')).toBe('private, no-store, no-transform');

    const before = await app.evaluate({ targetingKey: 'visitor-1' });
    const { flags } = app.app;
    await Promise.all([flags.disable('new_checkout', { actor: 'ops' }), flags.enable('old_search', { actor: 'ops' })]);
    const [event] = await client.received(1);
    expect(event?.data).toStrictEqual(change);
    expect(eventProblems(event?.data)).toStrictEqual([]);
    const after = await app.evaluate(
      { targetingKey: 'visitor-1' },
      { headers: { 'if-none-match': before.headers.get('etag') ?? '' } },
    );
    expect(flagIn(after, 'new_checkout')).toMatchObject({ value: false });
    expect(client.events).toHaveLength(1);
  });

  it('do not tell a client of a flag that it may not see, or of an override for another user', async () => {
    const app = await start({ public: true });
    const [ada, eve] = [await open(app, { user: 'ada' }), await open(app, { user: 'eve' })];
    await Promise.all([ada.connected(), eve.connected()]);
    await app.app.flags.disable('prices', { actor: 'ops' });
    await app.app.flags.enable('early_access', { actor: 'ops', unit: 'eve' });
    await eve.received(1);
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    await Promise.all([ada.received(1), eve.received(2)]);
    expect([ada.events.length, eve.events.length]).toStrictEqual([1, 2]);
  });

  it.each(['sessionId', '/sessionId', '/a~1b/c'])(
    'tell a visitor of an override by "%s", which it may send',
    async (unitBy) => {
      const app = await start({ public: true, context: { body: ['targetingKey', 'a/b'] } });
      const client = await open(app);
      await client.connected();
      await app.app.flags.disable('new_checkout', { actor: 'ops', unit: 'visitor-1', unitBy });
      expect((await client.received(1))[0]?.data).toStrictEqual(change);
    },
  );

  it('tell clients when time changes an answer', async () => {
    const clock = new ManualClock('2026-11-26T23:59:00Z');
    const flags = { sale: { type: 'time_based', start: '2026-11-27T00:00:00Z', client: true } } as const;
    const app = await start({ public: true }, { flags, options: { clock } });
    const client = await open(app);
    await client.connected();
    clock.advance(60_000);
    const [event] = await client.received(1);
    expect(event?.data).toStrictEqual({ ...change, lastModified: Date.parse('2026-11-27T00:00:00Z') / 1000 });
  });

  it('keep the connection alive', async () => {
    const clock = new ManualClock();
    const app = await start({ public: true, events: { heartbeat: '5s' } }, { options: { clock } });
    const client = await open(app);
    await client.connected();
    clock.advance(10_000);
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    clock.advance(100);
    await client.received(1);
    expect(client.heartbeats).toBe(2);
  });

  it('end after a while, so that guards are called again', async () => {
    const clock = new ManualClock();
    const app = await start({ public: true, events: { maxAge: '1m', heartbeat: '5s' } }, { options: { clock } });
    const client = await open(app);
    await client.connected();
    clock.advance(50_000);
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    clock.advance(100);
    await client.received(1);
    clock.advance(15_000);
    await client.ended();
    expect(client.heartbeats).toBeGreaterThanOrEqual(10);
  });

  it('tell a client that reconnects only of what it has missed', async () => {
    const clock = new ManualClock();
    const app = await start({ public: true }, { options: { clock } });
    const first = await open(app);
    await first.connected();
    const lastId = first.lastId ?? '';
    first.close();
    const unchanged = await open(app, { headers: { 'last-event-id': lastId } });
    await unchanged.connected();
    expect(unchanged.events).toHaveLength(0);
    unchanged.close();
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    clock.advance(60_000);
    const outdated = await open(app, { headers: { 'last-event-id': lastId } });
    expect((await outdated.received(1))[0]?.data).toStrictEqual(change);
    const late = await open(app);
    await late.connected();
    expect(late.events).toHaveLength(0);
  });

  it('tell a client that connects just after a change, which it may have missed', async () => {
    const app = await start({ public: true });
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    const client = await open(app);
    expect((await client.received(1))[0]?.data).toStrictEqual(change);
  });

  it('are limited for each caller, and released when a client goes', async () => {
    const app = await start({ public: true, events: { maxStreamsPerCaller: 1, maxStreams: 2 } });
    const ada = await open(app, { user: 'ada' });
    await ada.connected();
    const second = await open(app, { user: 'ada' });
    expect([second.response.status, second.response.headers.get('retry-after')]).toStrictEqual([429, '30']);
    const eve = await open(app, { user: 'eve' });
    await eve.connected();
    expect((await open(app, { user: 'bob' })).response.status).toBe(503);
    ada.close();
    await ada.ended();
    const again = await eventually(async () => {
      const client = await open(app, { user: 'ada' });
      expect(client.response.status).toBe(200);
      return client;
    });
    await again.connected();
  });

  it('are limited for each address, whatever ids its visitors choose, but not for users', async () => {
    let visitors = 0;
    const contextResolver = ({ user }: FlagRequest): FlagContext =>
      user === undefined ? { sessionId: `visitor-${++visitors}` } : { userId: 'ada' };
    const app = await start({ public: true, events: { maxStreamsPerAddress: 2 } }, { options: { contextResolver } });
    for (let opened = 0; opened < 2; opened++) await (await open(app)).connected();
    const third = await open(app);
    expect([third.response.status, third.response.headers.get('retry-after')]).toStrictEqual([429, '30']);
    expect((await open(app, { user: 'ada' })).response.status).toBe(200);
  });

  it('still reach a user when a visitor has the id of the user as session and a stream of its own', async () => {
    const app = await start(
      { public: true, events: { maxStreamsPerCaller: 1 } },
      { options: { contextResolver: adaOrVisitor } },
    );
    const visitor = await open(app);
    await visitor.connected();
    expect((await open(app)).response.status).toBe(429);
    expect((await open(app, { user: 'ada' })).response.status).toBe(200);
  });

  it('answer HEAD without a stream', async () => {
    const app = await start({ public: true });
    const { status, text } = await app.app.ask('/ofrep/v1/events', { method: 'HEAD' });
    expect([status, text]).toStrictEqual([200, '']);
  });
});
