import { once, EventEmitter } from 'node:events';
import { createClient } from 'redis';
import { percentile } from './percentile.js';

const CHANNEL = 'message-delay';

/**
 * The floor of the time in which a change reaches others: one client writes and publishes, another receives the message and
 * reads. The 99th percentile, in milliseconds.
 */
export async function messageDelay(port: number, rounds: number): Promise<number> {
  const url = `redis://127.0.0.1:${port}`;
  const connect = async () => await createClient({ url }).connect();
  const [writer, reader, listener] = await Promise.all([connect(), connect(), connect()]);
  const messages = new EventEmitter();
  await listener.subscribe(CHANNEL, (message) => messages.emit('message', message));
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const began = performance.now();
    const message = once(messages, 'message');
    await writer.multi().set(CHANNEL, `${i}`).publish(CHANNEL, `${i}`).exec();
    await message;
    await reader.get(CHANNEL);
    times.push(performance.now() - began);
  }
  for (const client of [writer, reader, listener]) client.destroy();
  return percentile(times, 0.99);
}
