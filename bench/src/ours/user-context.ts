import type { FlagContext } from 'nestjs-feature-flags';
import type { BenchUser } from '../flags/bench-flag.js';

/** The context that an application passes along. */
export function userContext({ userId, country, plan }: BenchUser): FlagContext {
  return { userId, userAttributes: { country, plan } };
}
