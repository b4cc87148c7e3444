/** The schema of Microsoft's feature flags, as far as the samples use it. */
export interface FeatureFlag {
  readonly id: string;
  /** Anything: the samples hold a text that is refused. */
  readonly enabled?: unknown;
  readonly conditions?: {
    readonly client_filters?: readonly ClientFilter[];
    readonly requirement_type?: 'Any' | 'All';
  };
  readonly variants?: readonly Variant[];
  readonly allocation?: Allocation;
}

export type ClientFilter =
  | { readonly name: 'Microsoft.TimeWindow'; readonly parameters: TimeWindowParameters }
  | { readonly name: 'Microsoft.Targeting'; readonly parameters: { readonly Audience: Audience } };

export interface TimeWindowParameters {
  readonly Start?: string;
  readonly End?: string;
}

export interface Audience {
  readonly Users?: readonly string[];
  readonly Groups?: readonly { readonly Name: string; readonly RolloutPercentage: number }[];
  readonly DefaultRolloutPercentage: number;
  readonly Exclusion?: { readonly Users?: readonly string[]; readonly Groups?: readonly string[] };
}

export interface Variant {
  readonly name: string;
  readonly configuration_value?: unknown;
  /** `None` is the default. */
  readonly status_override?: 'None' | 'Enabled' | 'Disabled';
}

export interface Allocation {
  readonly user?: readonly { readonly variant: string; readonly users: readonly string[] }[];
  readonly group?: readonly { readonly variant: string; readonly groups: readonly string[] }[];
  readonly percentile?: readonly { readonly variant: string; readonly from: number; readonly to: number }[];
  readonly seed?: string;
  readonly default_when_enabled?: string;
  readonly default_when_disabled?: string;
}
