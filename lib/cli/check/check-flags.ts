import { counted } from '../../internal/counted.js';
import { mergedDefinitions, readFlagFiles, referenceProblems } from '../flag-files/flag-files.js';
import type { FlagUsageReport } from '../../store/usage/flag-usage.js';
import type { Finding } from '../output/finding.js';
import { sortedFindings } from '../output/finding.js';
import type { FindingsReport } from '../output/findings-report.js';
import { scanSources, type ScannedSources } from '../source-keys/scan-sources.js';
import { definedFlags, type DefinedFlag } from './defined-flag.js';
import { dynamicKeys } from './dynamic-keys.js';
import { expiredFlags } from './expired-flags.js';
import { keyPatterns } from './key-patterns.js';
import { unknownFlags } from './unknown-flags.js';
import { unknownReferences } from './unknown-references.js';
import { referencedFlags } from './referenced-flags.js';
import { unusedFlags } from './unused-flags.js';
import { usageFindings } from './usage-findings.js';
import { withoutIgnored } from './without-ignored.js';

export interface CheckOptions {
  /** The absolute paths of flag files. */
  readonly files: readonly string[];
  /** The absolute paths of source files; `undefined` if the code is not checked. */
  readonly sources: readonly string[] | undefined;
  readonly usage: FlagUsageReport | undefined;
  /** The number of days for which the usage is considered. */
  readonly usageDays: number;
  /** Patterns of keys that another source defines. */
  readonly known: readonly string[];
  /** Patterns of keys that something outside the code asks for. */
  readonly used: readonly string[];
  readonly openFeature: boolean;
  readonly now: number;
  readonly root: string;
}

/** Compares flag files with the code that asks for flags, with a usage report, and with the time. */
export async function checkFlags(options: CheckOptions): Promise<FindingsReport> {
  const contents = await readFlagFiles(options.files);
  const scanned = options.sources && (await scanSources(options.sources, options));
  const defined = definedFlags(contents, scanned?.definitions ?? []);
  const definitions = mergedDefinitions(contents);
  for (const { key, flag } of defined.values()) if (flag !== undefined) definitions.flags.set(key, flag);
  const referenced = referencedFlags(defined.values(), definitions.segments.values());
  const findings = [
    ...contents.flatMap(({ problems }) => problems),
    ...referenceProblems(contents, definitions),
    ...expiredFlags(defined.values(), options.now),
    ...(scanned === undefined ? [] : codeFindings(defined, scanned, referenced, options)),
    ...(options.usage === undefined
      ? []
      : usageFindings(defined, options.usage, {
          days: options.usageDays,
          isUncounted: (key) => referenced.has(key),
        })),
  ];
  const counts = [counted(defined.size, 'flag')];
  if (options.sources !== undefined) counts.push(counted(options.sources.length, 'source file'));
  return { findings: sortedFindings(withoutIgnored(findings)), examined: counts.join(' and '), root: options.root };
}

function codeFindings(
  defined: ReadonlyMap<string, DefinedFlag>,
  scanned: ScannedSources,
  referenced: ReadonlySet<string>,
  { known, used, usage }: CheckOptions,
): Finding[] {
  const isElsewhere = keyPatterns(known);
  const isDefined = (key: string) => defined.has(key) || isElsewhere(key);
  const isUsedElsewhere = keyPatterns(used);
  const evaluated = new Set(usage?.flags.filter((flag) => flag.lastEvaluatedAt !== undefined).map(({ key }) => key));
  return [
    ...scanned.problems,
    ...dynamicKeys(scanned.dynamic),
    ...unknownFlags(scanned.keys, isDefined, defined.keys()),
    ...unknownReferences(defined, isDefined),
    ...unusedFlags(defined, scanned, (key) => referenced.has(key) || isUsedElsewhere(key) || evaluated.has(key)),
  ];
}
