import { median, medianError } from '../measure/statistics.js';
import { GoalLimits } from '../report/goal-limits.js';
import type { Goal } from '../report/goal.js';
import type { GateResult, HttpResults, SettingResult } from './http-results.js';
import { cpuMoreThan, figuresOf, slicesOf } from './row-figures.js';

const WHY_MORE =
  'A `FlagGuard` reads the user of the request again, because the guard before it may have changed it, and evaluates the ' +
  'flag; the hook that enters the request creates one object. In a CPU profile of a server under load with one gate, the functions ' +
  'of the library have 2% of the time, about 0.4 µs per request. The rest is not in its functions: between two requests, more ' +
  'code and data compete for the caches of the processor, and there is more to collect.';

const WHY_MODULE =
  'Without ambient context, the module adds nothing to an ungated route: only the processes differ. See "the same in a second ' +
  'process" for the difference between two processes of the same code.';

const WHY_AMBIENT =
  'In addition to `AsyncLocalStorage.run`, the request gets one object with four fields. See "the same in a second process" ' +
  'for the difference between two processes of the same code.';

const { ungatedLoss: MODULE_LOSS, ambientMicroseconds: MODULE_MORE } = GoalLimits.module;

/** The goals, which are set for Fastify on Nest 12. */
export function httpGoals({ settings, gates = [] }: HttpResults): Goal[] {
  const modules = settings.flatMap((setting) => {
    if (setting.id === 'fastify-12') return [lossGoal(setting), ambientGoal(setting)];
    return setting.id === 'fastify-12-node-24' ? [ambientGoal(setting)] : [];
  });
  return [...gates.flatMap(gateGoals), ...modules];
}

function gateGoals({ title, more }: GateResult): Goal[] {
  const { one, five } = GoalLimits.gates;
  return [gateGoal(`one gate (${title})`, more.one, one), gateGoal(`five gates (${title})`, more.five, five)];
}

function gateGoal(what: string, more: readonly number[], limit: number): Goal {
  const micros = median(more);
  const shown = `${micros.toFixed(2)} ± ${medianError(more).toFixed(2)} µs`;
  return {
    what,
    goal: `≤ ${limit} µs of CPU per request more than guards that return \`true\`, in an \`AsyncLocalStorage.run\``,
    measured: `${shown}${missed(micros - limit, (over) => `${over.toFixed(2)} µs`)}`,
    reached: micros <= limit,
    why: WHY_MORE,
  };
}

function lossGoal(setting: SettingResult): Goal {
  const lost = 1 - (figuresOf(setting, slicesOf(setting, 'module'))?.share ?? Number.NaN);
  return {
    what: `module registered, ungated route, ambient context off (${setting.title})`,
    goal: `≤ ${MODULE_LOSS * 100}% of the bare route's requests per second`,
    measured: `${(lost * 100).toFixed(1)}%${missed(lost - MODULE_LOSS, (more) => `${(more * 100).toFixed(1)} points`)}`,
    reached: lost <= MODULE_LOSS,
    why: WHY_MODULE,
  };
}

function ambientGoal(setting: SettingResult): Goal {
  const more = cpuMoreThan(slicesOf(setting, 'module-ambient'), slicesOf(setting, 'als'));
  return {
    what: `module registered, ungated route, ambient context on (${setting.title})`,
    goal: `≤ ${MODULE_MORE} µs of CPU per request more than a bare AsyncLocalStorage.run`,
    measured: `${more.toFixed(2)} µs${missed(more - MODULE_MORE, (over) => `${over.toFixed(2)} µs`)}`,
    reached: more <= MODULE_MORE,
    why: WHY_AMBIENT,
  };
}

/** By how much the goal is missed; empty if it is reached. */
function missed(over: number, shown: (over: number) => string): string {
  return over > 0 ? ` (missed by ${shown(over)})` : '';
}
