import { readJson, suiteFolder } from '../suites.js';
import type { DeltaEvent } from './delta.js';

export interface Constraint {
  readonly contextName: string;
  readonly operator: string;
  readonly value?: string;
  readonly values?: readonly string[];
  readonly caseInsensitive?: boolean;
  readonly inverted?: boolean;
}

export interface Variant {
  readonly name: string;
  readonly weight: number;
  readonly stickiness?: string;
  readonly payload?: Payload;
  readonly overrides?: readonly { readonly contextName: string; readonly values: readonly string[] }[];
}

// A type, not an interface: only a type is a JSON value to the compiler.
export type Payload = { readonly type: string; readonly value: string };

export interface Strategy {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly constraints?: readonly Constraint[];
  readonly segments?: readonly number[];
  readonly variants?: readonly Variant[];
}

export interface Dependency {
  readonly feature: string;
  readonly enabled?: boolean;
  readonly variants?: readonly string[];
}

export interface Feature {
  readonly name: string;
  readonly enabled: boolean;
  readonly strategies?: readonly Strategy[];
  readonly variants?: readonly Variant[];
  readonly dependencies?: readonly Dependency[];
}

export interface Segment {
  readonly id: number;
  readonly constraints: readonly Constraint[];
}

export type State =
  | { readonly features: readonly Feature[]; readonly segments?: readonly Segment[] }
  | { readonly events: readonly DeltaEvent[] };

export interface UnleashContext {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly remoteAddress?: string;
  readonly environment?: string;
  readonly appName?: string;
  readonly currentTime?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** How Unleash answers for variants. */
export interface VariantAnswer {
  readonly name: string;
  readonly payload?: Payload;
  readonly enabled: boolean;
  readonly feature_enabled: boolean;
}

interface Case<R> {
  readonly description: string;
  readonly context: UnleashContext;
  readonly toggleName: string;
  readonly expectedResult: R;
}

/** One file of the suite. */
export interface Specification {
  readonly file: string;
  readonly state: State;
  readonly tests?: readonly Case<boolean>[];
  readonly variantTests?: readonly Case<VariantAnswer>[];
}

/** All files that the suite's index lists. */
export function specifications(): Specification[] {
  const folder = suiteFolder('unleash', 'specifications');
  const files = readJson(folder, 'index.json') as readonly string[];
  return files.map((file) => ({ ...(readJson(folder, file) as Omit<Specification, 'file'>), file }));
}
