import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { answerWithin, SilenceError } from '../../lib/store/connection/answer-within.js';
import { describeWithServer } from '../support/describe-with-server.js';
import { redisServer } from '../support/servers.js';

describe('An awaited answer', () => {
  it('becomes a timeout when it does not arrive in time', async () => {
    const failure = answerWithin(() => new Promise(() => {}), 5);
    await expect(failure).rejects.toThrow(SilenceError);
    await expect(failure).rejects.toThrow('no answer within 5 ms');
  });

  it('is thrown when it is a refusal', async () => {
    await expect(answerWithin(() => Promise.reject(new Error('NOPERM')), 1000)).rejects.toThrow('NOPERM');
  });

  it('is ignored once the caller has stopped waiting', async () => {
    const ending = new AbortController();
    const failure = answerWithin(() => new Promise(() => {}), 60_000, ending.signal);
    ending.abort(new Error('it is closed'));
    await expect(failure).rejects.toThrow('it is closed');
  });
});

describeWithServer(redisServer, 'An answer of a server', (running) => {
  it('is accepted if it arrived while the application was busy', async () => {
    const socket = connect(running().port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.write('PING\r\n');
      const answer = answerWithin(async () => String((await once(socket, 'data'))[0]), 1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); // busy with something else
      await expect(answer).resolves.toBe('+PONG\r\n');
    } finally {
      socket.destroy();
    }
  });
});
