import { log } from '../report/log.js';
import type { HttpResults, SettingResult } from './http-results.js';
import { NestFolder } from './nest-folder.js';
import { SETTINGS, type Setting } from './setting.js';
import { timeGates, type GateTiming } from './gate-cost.js';
import { timeSetting, type Timing } from './time-setting.js';

export { httpGoals } from './http-goals.js';
export type { HttpResults } from './http-results.js';
export { httpSection } from './http-section.js';

export interface HttpOptions {
  /** Few rounds, to try it out: the figures mean little. */
  readonly quick: boolean;
  /** Verify all rows, time none. */
  readonly check: boolean;
}

/** Short slices, many rounds: what slows the machine for a second or two then meets all rows of a round alike. */
const FULL: Timing = { slice: 0.25, warmUp: 1.6 };
const QUICK: Timing = { slice: 0.25, warmUp: 1 };

const FULL_GATES: GateTiming = { slice: 0.1, warmUp: 1.6, rounds: 100, generations: 3 };
const QUICK_GATES: GateTiming = { slice: 0.1, warmUp: 1, rounds: 10, generations: 1 };

/**
 * Serves one route with each Nest and platform, bare and gated, and measures what each gate costs.
 *
 * @throws with `check` when a row of this library answers wrong; otherwise a row that does is refused in the results
 */
export async function runHttp({ quick, check }: HttpOptions): Promise<HttpResults> {
  for (const nest of [11, 12] as const) await new NestFolder(nest).prepare();
  const gates = await timeGates(check ? undefined : quick ? QUICK_GATES : FULL_GATES);
  log(`http: gates beside guards that return true: ${check ? 'verified' : 'timed'}`);
  const settings: SettingResult[] = [];
  for (const setting of SETTINGS) {
    const shortened: Setting = quick ? { ...setting, generations: 1, rounds: 4 } : setting;
    const result = await timeSetting(shortened, check ? undefined : quick ? QUICK : FULL);
    log(`http: ${result.title}: ${check ? 'verified' : 'timed'}`);
    settings.push(result);
  }
  if (check) assertRight(settings);
  return { settings, gates };
}

/** The rows of other libraries may fail where they do not support a Nest; the report says so. */
const OF_OTHERS: ReadonlySet<string> = new Set(['openfeature', 'nest-feature-guard']);

function assertRight(settings: readonly SettingResult[]): void {
  const wrong = settings.flatMap(({ title, rows }) =>
    rows
      .filter(({ name, refused }) => refused !== undefined && !OF_OTHERS.has(name))
      .map(({ name, refused }) => `${title}, ${name}: ${refused}`),
  );
  if (wrong.length > 0) throw new Error(`Rows that answer wrong:\n${wrong.join('\n')}`);
}
