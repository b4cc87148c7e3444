import { describe, expect, it } from '@jest/globals';
import { SerialQueue } from '../../../lib/internal/serial-queue.js';
import { Deferred } from '../../support/deferred.js';

describe('SerialQueue', () => {
  it('starts a task at once when it is empty', () => {
    const queue = new SerialQueue();
    let started = false;
    void queue.run(async () => void (started = true));
    expect(started).toBe(true);
  });

  it('starts a task only when the one before has ended, in the order of their arrival', async () => {
    const queue = new SerialQueue();
    const first = new Deferred<string>();
    const order: string[] = [];
    const results = [
      queue.run(() => first.promise.then((name) => order.push(name))),
      queue.run(async () => order.push('second')),
      queue.run(async () => order.push('third')),
    ];
    await Promise.resolve();
    expect(order).toStrictEqual([]);
    first.resolve('first');
    expect(await Promise.all(results)).toEqual([1, 2, 3]);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('continues after a task that fails, and rejects only for its own caller', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => Promise.reject(new Error('the shop is closed')));
    const next = queue.run(async () => 'open');
    await expect(failing).rejects.toThrow('the shop is closed');
    expect(await next).toBe('open');
  });

  it('starts at once again once it is empty', async () => {
    const queue = new SerialQueue();
    await queue.run(async () => {});
    let started = false;
    void queue.run(async () => void (started = true));
    expect(started).toBe(true);
  });

  it('is idle once all tasks have ended, successfully or not', async () => {
    const queue = new SerialQueue();
    const task = new Deferred<void>();
    let ended = 0;
    void queue.run(() => task.promise).finally(() => ended++);
    const failing = queue.run(() => Promise.reject(new Error('no'))).catch(() => ended++);
    const idle = queue.idle().then(() => ended);
    task.resolve();
    expect(await idle).toBeGreaterThanOrEqual(1);
    await failing;
    await queue.idle();
    expect(ended).toBe(2);
  });
});
