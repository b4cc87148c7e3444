import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, readJson, suiteFolder } from '../suites.js';
import type { MicrosoftContext } from './context.js';
import type { FeatureFlag } from './feature-flag.js';

type Outcome<R> = { readonly Result: R } | { readonly Exception: string };

export interface SampleCase {
  readonly FriendlyName?: string;
  readonly Description: string;
  readonly FeatureFlagName: string;
  readonly Inputs: MicrosoftContext;
  readonly IsEnabled: Outcome<'true' | 'false'>;
  readonly Variant: Outcome<{ readonly Name?: string; readonly ConfigurationValue?: unknown } | null>;
}

/** A file of cases with the flags that it is about. */
export interface Sample {
  readonly file: string;
  readonly flags: readonly FeatureFlag[];
  readonly cases: readonly SampleCase[];
}

interface Definitions {
  readonly feature_management: { readonly feature_flags: readonly FeatureFlag[] };
}

/** All samples that come with their flags; the others are about what the flags' provider reports to telemetry. */
export function samples(): Sample[] {
  const folder = suiteFolder('microsoft', 'Samples');
  return filesOf(folder, '.tests.json').flatMap((file) => {
    const definitions = file.replace('.tests.json', '.sample.json');
    if (!existsSync(join(folder, definitions))) return [];
    const { feature_flags: flags } = (readJson(folder, definitions) as Definitions).feature_management;
    return [{ file, flags, cases: readJson(folder, file) as readonly SampleCase[] }];
  });
}
