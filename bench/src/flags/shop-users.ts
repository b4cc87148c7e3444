import type { BenchUser } from './bench-flag.js';

const COUNTRIES = ['DE', 'FR', 'AT', 'CH', 'NL', 'PL', 'ES', 'IT', 'SE', 'DK'] as const;

/**
 * The shop's users. Each country has a tenth of them, and two of three in each are on the plan `beta`: of the five
 * countries of the attribute flag, a third of all.
 */
export function shopUsers(count: number): readonly BenchUser[] {
  return Array.from({ length: count }, (_, index) => ({
    userId: `user-${String(index).padStart(5, '0')}`,
    country: COUNTRIES[index % COUNTRIES.length] ?? 'DE',
    plan: Math.floor(index / COUNTRIES.length) % 3 === 0 ? 'free' : 'beta',
  }));
}
