import { setTimeout as delay } from 'node:timers/promises';

const BETWEEN_MS = 5;

/**
 * Asks again and again until there is an answer.
 *
 * @param what finishes the sentence "It took too long until …"
 * @param milliseconds how long it may take
 */
export async function until<T>(
  what: string,
  milliseconds: number,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`It took more than ${milliseconds} ms until ${what}.`);
    await delay(BETWEEN_MS);
  }
}
