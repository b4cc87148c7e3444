import type { Goal } from '../report/goal.js';
import type { HttpResults, SettingResult } from './http-results.js';
import { cpuMoreThan, figuresOf, slicesOf } from './row-figures.js';
import type { RowName } from './server/row-name.js';

const WHY_LOST =
  'What Nest itself takes for any guard stands in the rows of guards that return `true`. Of the rest a profile shows the ' +
  'guard with all it calls at less than 1 % of the CPU: 0.1 to 0.2 µs a gate. The noise of the table is two to three points.';

const WHY_MORE =
  "A part is Nest's: see the rows of guards that return `true` inside a bare `AsyncLocalStorage.run`. What a `FlagGuard` " +
  'does itself takes 0.1 to 0.2 µs in a loop of its own; what it takes beyond that here, in a server, no profile has shown, ' +
  'and it is not far above the noise.';

/** How much of the bare route's requests per second may be lost. */
const RATE_GOALS: readonly { readonly row: RowName; readonly what: string; readonly limit: number }[] = [
  { row: 'guard', what: 'one guard', limit: 0.03 },
  { row: 'five-guards', what: 'five guards', limit: 0.06 },
  { row: 'module', what: 'module registered, ungated route', limit: 0.01 },
];

/** Microseconds of CPU a request more than a bare `AsyncLocalStorage.run`. */
const AMBIENT_LIMIT = 1;

const AMBIENT_GOALS: readonly { readonly row: RowName; readonly what: string }[] = [
  { row: 'guard-ambient', what: 'one guard' },
  { row: 'five-guards-ambient', what: 'five guards' },
  { row: 'module-ambient', what: 'module registered, ungated route' },
];

/** The goals, which are set for Fastify on Nest 12. */
export function httpGoals({ settings }: HttpResults): Goal[] {
  return settings.flatMap((setting) => {
    if (setting.id === 'fastify-12') return [...rateGoals(setting), ...ambientGoals(setting)];
    return setting.id === 'fastify-12-node-24' ? ambientGoals(setting) : [];
  });
}

function rateGoals(setting: SettingResult): Goal[] {
  return RATE_GOALS.map(({ row, what, limit }) => {
    const lost = 1 - (figuresOf(setting, slicesOf(setting, row))?.share ?? Number.NaN);
    return {
      what: `${what}, ambient context off (${setting.title})`,
      goal: `≤ ${limit * 100} % of the bare route's requests per second`,
      measured: `${(lost * 100).toFixed(1)} %${missed(lost - limit, (more) => `${(more * 100).toFixed(1)} points`)}`,
      reached: lost <= limit,
      why: WHY_LOST,
    };
  });
}

function ambientGoals(setting: SettingResult): Goal[] {
  const floor = slicesOf(setting, 'als');
  return AMBIENT_GOALS.map(({ row, what }) => {
    const more = cpuMoreThan(slicesOf(setting, row), floor);
    return {
      what: `${what}, ambient context on (${setting.title})`,
      goal: `≤ ${AMBIENT_LIMIT} µs of CPU a request more than a bare AsyncLocalStorage.run`,
      measured: `${more.toFixed(2)} µs${missed(more - AMBIENT_LIMIT, (over) => `${over.toFixed(2)} µs`)}`,
      reached: more <= AMBIENT_LIMIT,
      why: WHY_MORE,
    };
  });
}

/** By how much, where it is. */
function missed(over: number, shown: (over: number) => string): string {
  return over > 0 ? ` (missed by ${shown(over)})` : '';
}
