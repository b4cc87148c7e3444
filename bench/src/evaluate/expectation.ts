import type { BenchUser } from '../flags/bench-flag.js';

export type FlagAnswer = boolean | string;

/**
 * What is wrong with the answers for these users; `undefined` when nothing is.
 *
 * @param answers one for each user, in the same order
 */
export type Expectation = (answers: readonly FlagAnswer[], users: readonly BenchUser[]) => string | undefined;

/** Each user has one right answer. */
export function answersFor(expected: (user: BenchUser) => FlagAnswer): Expectation {
  return (answers, users) => {
    const wrong = users.findIndex((user, index) => answers[index] !== expected(user));
    const user = users[wrong];
    return user === undefined
      ? undefined
      : `${user.userId} (${user.country}, ${user.plan}) got ${String(answers[wrong])}, not ${String(expected(user))}`;
  };
}

/**
 * Each answer is the right one for a share of the users, whoever they are: products hash differently.
 *
 * @param shares of the whole, by answer
 */
export function sharesOf(shares: Readonly<Record<string, number>>): Expectation {
  return (answers) => {
    const counts = new Map<string, number>();
    for (const answer of answers) counts.set(String(answer), (counts.get(String(answer)) ?? 0) + 1);
    for (const answer of counts.keys()) if (!Object.hasOwn(shares, answer)) return `somebody got ${answer}`;
    for (const [answer, share] of Object.entries(shares)) {
      const got = (counts.get(answer) ?? 0) / answers.length;
      if (Math.abs(got - share) > TOLERANCE) return `${percent(got)} got ${answer}, not about ${percent(share)}`;
    }
    return undefined;
  };
}

// Three standard deviations of a fair draw among 10,000 users.
const TOLERANCE = 0.015;

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
