export const suites = ['evaluate', 'memory', 'many', 'redis', 'postgres', 'http'] as const;

export type Suite = (typeof suites)[number];

export interface BenchOptions {
  /** The suites to run. */
  readonly only: readonly Suite[];
  /** Whether answers are verified only, without timing. */
  readonly check: boolean;
  /** Whether nothing is measured, and the report is generated from the saved results. */
  readonly report: boolean;
  /** Whether to run few rounds only, for a trial: the report is printed and not saved. */
  readonly quick: boolean;
}

/**
 * Reads the command line: `--only NAME`, also several times, `--check`, `--quick`, `--report`.
 *
 * @throws {RangeError} naming the invalid argument
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const only: Suite[] = [];
  let check = false;
  let quick = false;
  let report = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--check') check = true;
    else if (arg === '--quick') quick = true;
    else if (arg === '--report') report = true;
    else if (arg === '--only') only.push(suiteNamed(rest.shift()));
    else throw new RangeError(`"${arg}" is not an option: use --only ${suites.join('|')}, --check, --quick, --report.`);
  }
  const asked = only.length === 0 ? suites : only;
  return { only: report ? [] : asked, check, quick, report };
}

function suiteNamed(name: string | undefined): Suite {
  const suite = suites.find((each) => each === name);
  if (suite === undefined) throw new RangeError(`--only takes one of ${suites.join(', ')}.`);
  return suite;
}
