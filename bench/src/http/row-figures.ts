import { median, quantile } from '../measure/statistics.js';
import type { RowResult, SettingResult, Slice } from './http-results.js';
import type { RowName } from './server/row-name.js';

/** What the rounds say about one row. */
export interface RowFigures {
  /** Requests per second, median. */
  readonly rate: number;
  /** Of the bare route's requests per second in the same round, both bare processes together: 1 is as many. */
  readonly share: number;
  /** The middle half of the rounds' shares. */
  readonly shareRange: readonly [number, number];
  /** CPU of the server in microseconds a request, median. */
  readonly cpu: number;
  /** More than the bare route in the same round, in microseconds a request, median. */
  readonly cpuMore: number;
}

/** `undefined` for a row that was not timed. */
export function figuresOf(setting: SettingResult, slices: readonly Slice[]): RowFigures | undefined {
  if (slices.length === 0) return undefined;
  const bare = bareSlices(setting);
  const shares = slices.map(({ rate }, round) => rate / (bare[round]?.rate ?? Number.NaN));
  return {
    rate: median(slices.map(({ rate }) => rate)),
    share: median(shares),
    shareRange: [quantile(shares, 0.25), quantile(shares, 0.75)],
    cpu: median(slices.map(({ cpu }) => cpu)),
    cpuMore: cpuMoreThan(slices, bare),
  };
}

/** How much more CPU a request costs than in another row's slices of the same rounds, in microseconds, median. */
export function cpuMoreThan(slices: readonly Slice[], others: readonly Slice[]): number {
  return median(slices.map(({ cpu }, round) => cpu - (others[round]?.cpu ?? Number.NaN)));
}

export function slicesOf({ rows }: SettingResult, name: RowName): readonly Slice[] {
  return rows.find((row: RowResult) => row.name === name)?.slices ?? [];
}

/** The mean of both bare processes in each round. */
function bareSlices(setting: SettingResult): readonly Slice[] {
  return slicesOf(setting, 'bare').map((one, round) => {
    const other = setting.bareAgain[round] ?? one;
    return {
      rate: (one.rate + other.rate) / 2,
      cpu: (one.cpu + other.cpu) / 2,
      busy: (one.busy + other.busy) / 2,
    };
  });
}
