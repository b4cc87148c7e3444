import type { BenchFlag, BenchUser } from '../flags/bench-flag.js';
import { compileAttributes } from './compile-attributes.js';
import { compilePercentage } from './compile-share.js';

/** The closure that answers for one flag. Nothing is checked: whoever writes it by hand knows the flag. */
export function compileBenchFlag(flag: BenchFlag): (user: BenchUser) => boolean {
  switch (flag.kind) {
    case 'boolean': {
      const { enabled } = flag;
      return () => enabled;
    }
    case 'percentage':
      return compilePercentage(flag.key, flag.percentage);
    case 'user_list': {
      const users = new Set(flag.users);
      return (user) => users.has(user.userId);
    }
    case 'user_attribute':
      return compileAttributes(flag);
    case 'variant':
      return () => true;
    default: {
      const start = Date.parse(flag.start);
      const end = Date.parse(flag.end);
      return () => {
        const now = Date.now();
        return start <= now && now < end;
      };
    }
  }
}
