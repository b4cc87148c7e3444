/** What must hold of a user for a rule of {@link RuledFlag}. */
export type RuleTest =
  | { readonly kind: 'equals'; readonly attribute: 'country' | 'plan'; readonly value: string }
  | { readonly kind: 'one_of'; readonly attribute: 'country' | 'plan'; readonly values: readonly string[] }
  | { readonly kind: 'starts_with'; readonly attribute: 'plan'; readonly value: string }
  | { readonly kind: 'all'; readonly tests: readonly RuleTest[] };

/** A flag that the first rule decides whose test holds, in no product's own form; off when none does. */
export interface RuledFlag {
  readonly key: string;
  readonly rules: readonly {
    readonly id: string;
    readonly test: RuleTest;
    /** In percent of those for whom the test holds; all of them when absent. */
    readonly percentage?: number;
  }[];
}

const COUNTRIES = ['DE', 'FR', 'AT', 'CH', 'NL'];

/** Flags with five rules each. */
export function ruledFlags(count: number): readonly RuledFlag[] {
  return Array.from({ length: count }, (_, index): RuledFlag => {
    const country = { kind: 'equals', attribute: 'country', value: COUNTRIES[index % COUNTRIES.length] ?? '' } as const;
    const beta = { kind: 'one_of', attribute: 'plan', values: ['beta', `trial-${index % 50}`] } as const;
    return {
      key: `shop.ruled-${String(index).padStart(5, '0')}`,
      rules: [
        { id: 'staff', test: { kind: 'equals', attribute: 'plan', value: 'staff' } },
        { id: 'partners', test: { kind: 'starts_with', attribute: 'plan', value: `partner-${index % 20}` } },
        { id: 'beta-nearby', test: { kind: 'all', tests: [beta, { ...country, kind: 'equals' }] } },
        {
          id: 'region',
          test: { kind: 'one_of', attribute: 'country', values: COUNTRIES },
          percentage: 1 + (index % 40),
        },
        { id: 'country', test: country, percentage: 50 + (index % 50) },
      ],
    };
  });
}
