import { expect, it } from '@jest/globals';
import { RedisSession } from '../../lib/redis/connection/redis-session.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { eventually } from '../support/eventually.js';
import { redisServer } from '../support/servers.js';
import { releases } from './support/clients.js';

const timeout = 300;

for (const { release, create } of releases) {
  describeWithServer(redisServer, `A connection of ${release}`, (running) => {
    const client = (port = running().port) =>
      create({ socket: { port, host: '127.0.0.1', reconnectStrategy: false, connectTimeout: timeout } });
    const open = async (signal = new AbortController().signal) =>
      await RedisSession.open(client(), { timeout, signal });

    it('sends until it is ended, and throws the reason from then on', async () => {
      const session = await open();
      await expect(session.send(['PING'])).resolves.toBe('PONG');
      const waiting = session.send(['BLPOP', 'nothing', '0'], 60_000);
      session.end(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      await expect(session.send(['PING'])).rejects.toThrow('enough');
      await expect(session.ended).resolves.toEqual(new Error('enough'));
    });

    it('survives refusals of the server', async () => {
      const session = await open();
      await expect(session.send(['NONSENSE'])).rejects.toThrow('unknown command');
      await expect(session.send(['PING'])).resolves.toBe('PONG');
      session.end(undefined);
    });

    it('ends when the server ends it', async () => {
      const session = await open();
      await session
        .send(['CLIENT', 'KILL', 'SKIPME', 'no', 'ID', String(await session.send(['CLIENT', 'ID']))])
        .catch(() => {});
      expect(String(await session.ended)).toContain('closed');
    });

    it('ends when the server stops responding, even if the connection only listens', async () => {
      const session = await open();
      const listening = await open();
      await listening.subscribe('orders', () => {});
      await running().pause();
      try {
        for (const each of [session, listening])
          expect(String(await each.ended)).toContain(`no answer within ${timeout} ms`);
      } finally {
        running().resume();
      }
    });

    it('does not mistake a slow answer for silence', async () => {
      const session = await open();
      const answer = session.send(['BLPOP', 'nothing', String((4 * timeout) / 1000)], 10 * timeout); // a PING would wait behind it
      await expect(answer).resolves.toBeNull();
      await expect(session.send(['PING'])).resolves.toBe('PONG');
      session.end(undefined);
    });

    it('stays open while the server answers', async () => {
      const listening = await open();
      const received: string[] = [];
      await listening.subscribe('orders', (message) => received.push(message));
      await expect(listening.send(['PING'])).resolves.toBeDefined();
      const session = await open();
      await session.send(['PUBLISH', 'orders', 'order 7']);
      await eventually(() => expect(received).toEqual(['order 7']));
      for (const each of [session, listening]) each.end(undefined);
    });

    it('is not opened without a listener, or once it is closing', async () => {
      const { signal } = new AbortController();
      await expect(RedisSession.open(client(1), { timeout, signal })).rejects.toThrow('ECONNREFUSED');
      await expect(open(AbortSignal.abort(new Error('it is closed')))).rejects.toThrow('it is closed');
    });

    it('abandons a connection attempt when it is closed', async () => {
      const admin = await open();
      const connected = async () => /connected_clients:(\d+)/.exec(String(await admin.send(['INFO', 'clients'])))?.[1];
      expect(await connected()).toBe('1');
      const closing = new AbortController();
      const opening = open(closing.signal);
      closing.abort(new Error('it is closed'));
      await expect(opening).rejects.toThrow('it is closed');
      await eventually(async () => expect(await connected()).toBe('1'));
      admin.end(undefined);
    });
  });
}
