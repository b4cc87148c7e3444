/** A flag in no product's own form: each contender turns it into its own. */
export type BenchFlag =
  | { readonly key: string; readonly kind: 'boolean'; readonly enabled: boolean }
  | { readonly key: string; readonly kind: 'percentage'; readonly percentage: number }
  | { readonly key: string; readonly kind: 'user_list'; readonly users: readonly string[] }
  | {
      readonly key: string;
      readonly kind: 'user_attribute';
      /** All must hold; of a list, one value. */
      readonly attributes: Readonly<Record<'country' | 'plan', string | readonly string[]>>;
    }
  | {
      readonly key: string;
      readonly kind: 'variant';
      readonly variants: readonly { readonly name: string; readonly weight: number }[];
    }
  /** On from `start` until just before `end`: ISO 8601 instants. */
  | { readonly key: string; readonly kind: 'time_window'; readonly start: string; readonly end: string };

export type BenchFlagKind = BenchFlag['kind'];

/** A user of the shop. */
export interface BenchUser {
  readonly userId: string;
  readonly country: string;
  readonly plan: string;
}
