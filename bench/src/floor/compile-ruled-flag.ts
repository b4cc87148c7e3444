import type { BenchUser } from '../flags/bench-flag.js';
import type { RuledFlag, RuleTest } from '../flags/ruled-flags.js';
import { compilePercentage } from './compile-share.js';

type Test = (user: BenchUser) => boolean;

/** The closure that answers for one flag: the first rule that holds turns it on. */
export function compileRuledFlag({ key, rules }: RuledFlag): Test {
  const compiled = rules.map(({ test, percentage }): Test => {
    const holds = compileTest(test);
    if (percentage === undefined) return holds;
    const isInside = compilePercentage(key, percentage);
    return (user) => holds(user) && isInside(user);
  });
  return (user) => {
    for (const rule of compiled) if (rule(user)) return true;
    return false;
  };
}

function compileTest(test: RuleTest): Test {
  switch (test.kind) {
    case 'equals': {
      const { attribute, value } = test;
      return (user) => user[attribute] === value;
    }
    case 'one_of': {
      const { attribute } = test;
      const values = new Set(test.values);
      return (user) => values.has(user[attribute]);
    }
    case 'starts_with': {
      const { attribute, value } = test;
      return (user) => user[attribute].startsWith(value);
    }
    default: {
      const tests = test.tests.map(compileTest);
      return (user) => tests.every((each) => each(user));
    }
  }
}
