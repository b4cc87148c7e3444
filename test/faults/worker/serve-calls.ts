import { FaultWorker } from './fault-worker.js';
import type { CallAnswer, CallMessage } from './call-message.js';

const worker = new FaultWorker();

async function answerTo({ id, name, args }: CallMessage): Promise<CallAnswer> {
  try {
    const call = worker[name] as (...given: readonly unknown[]) => unknown;
    return { id, answer: await call.apply(worker, args) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function send(message: CallAnswer): void {
  if (process.connected) process.send?.(message);
}

process.on('message', (message: CallMessage) => void answerTo(message).then(send));
process.on('disconnect', () => process.exit()); // no worker outlives its test, however that ends
send({ id: 0, answer: 'ready' });
