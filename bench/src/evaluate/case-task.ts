import type { OpenContender } from '../contenders/contender.js';
import type { Task } from '../measure/task.js';
import type * as loops from './ask-loops.js';
import type { FlagAnswer } from './expectation.js';
import type { FlagCase } from './flag-case.js';

export type AskLoops = typeof loops;

/** The parts of an open contender that a case asks. */
export type Asked<C> = Pick<OpenContender<C>, 'contextOf' | 'isEnabled' | 'getVariant' | 'isAsync'>;

/** One case, asked of one contender. */
export function caseTask<C>(flagCase: FlagCase, asked: Asked<C>, askLoops: AskLoops): Task {
  const { key, users, expected } = flagCase;
  const contexts = users.map((user) => asked.contextOf(user));
  return {
    isAsync: asked.isAsync,
    run: runner(flagCase, asked, askLoops, contexts),
    async verify() {
      const answers = await answersOf(flagCase, asked, contexts);
      const again = await answersOf(flagCase, asked, contexts);
      const changed = answers.findIndex((answer, index) => answer !== again[index]);
      if (changed >= 0) return `${users[changed]?.userId} got another answer for ${key} when asked again`;
      return expected(answers, users);
    },
  };
}

function runner<C>({ key, asks }: FlagCase, asked: Asked<C>, askLoops: AskLoops, contexts: readonly C[]): Task['run'] {
  if (asks === 'isEnabled') {
    const { isEnabled } = asked;
    if (asked.isAsync) return (count) => askLoops.enabledLoopAsync(isEnabled, key, contexts, count);
    const ask = isEnabled as (key: string, context: C, defaultValue: boolean) => boolean; // it is not asynchronous
    return (count) => askLoops.enabledLoop(ask, key, contexts, count);
  }
  const { getVariant } = asked;
  if (asked.isAsync) return (count) => askLoops.variantLoopAsync(getVariant, key, contexts, count);
  const ask = getVariant as (key: string, context: C, defaultValue: string) => string; // it is not asynchronous
  return (count) => askLoops.variantLoop(ask, key, contexts, count);
}

async function answersOf<C>({ key, asks }: FlagCase, asked: Asked<C>, contexts: readonly C[]): Promise<FlagAnswer[]> {
  const answers: FlagAnswer[] = [];
  for (const context of contexts) {
    const answer = asks === 'isEnabled' ? asked.isEnabled(key, context, false) : asked.getVariant(key, context, '');
    if (!asked.isAsync && typeof answer === 'object')
      throw new TypeError('It answers promises and says that it does not.');
    answers.push(await answer);
  }
  return answers;
}
