import { once, EventEmitter } from 'node:events';
import { createClient } from 'redis';

const CHANNEL = 'message-delay';

/** A client writes and publishes in one transaction, another receives the message and reads; see `messageDelays`. */
export async function redisMessageDelays(port: number, rounds: number): Promise<readonly number[]> {
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
  return times;
}
