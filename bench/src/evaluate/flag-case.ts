import type { BenchFlagKind, BenchUser } from '../flags/bench-flag.js';
import { LISTED_USERS, MISSING_KEY, shopFlags } from '../flags/shop-flags.js';
import { shopUsers } from '../flags/shop-users.js';
import { answersFor, sharesOf, type Expectation } from './expectation.js';

/** One question that all contenders are asked, over and over, for users that take turns. */
export interface FlagCase {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  /** What a contender must be able to do; absent for a flag that is not there. */
  readonly kind?: BenchFlagKind;
  readonly asks: 'isEnabled' | 'getVariant';
  readonly users: readonly BenchUser[];
  readonly expected: Expectation;
}

const everybody = shopUsers(10_000);
const listed = everybody.slice(0, LISTED_USERS);
const unlisted = everybody.slice(LISTED_USERS, 2 * LISTED_USERS);
const { newCheckout, searchRollout, premiumPreview, betaShipping, checkoutTheme, seasonSale } = shopFlags;
const COUNTRIES = new Set<string>(betaShipping.attributes.country);

export const flagCases: readonly FlagCase[] = [
  {
    id: 'boolean',
    title: 'static boolean',
    ...of(newCheckout),
    asks: 'isEnabled',
    users: listed,
    expected: answersFor(() => true),
  },
  {
    id: 'rollout',
    title: '30% rollout',
    ...of(searchRollout),
    asks: 'isEnabled',
    users: everybody,
    expected: sharesOf({ true: 0.3, false: 0.7 }),
  },
  {
    id: 'list-hit',
    title: 'list of 1,000, hit',
    ...of(premiumPreview),
    asks: 'isEnabled',
    users: listed,
    expected: answersFor(() => true),
  },
  {
    id: 'list-miss',
    title: 'list of 1,000, miss',
    ...of(premiumPreview),
    asks: 'isEnabled',
    users: unlisted,
    expected: answersFor(() => false),
  },
  {
    id: 'attributes',
    title: 'country of 5 and plan',
    ...of(betaShipping),
    asks: 'isEnabled',
    users: listed,
    expected: answersFor(({ country, plan }) => COUNTRIES.has(country) && plan === 'beta'),
  },
  {
    id: 'variant',
    title: '50/30/20 variant',
    ...of(checkoutTheme),
    asks: 'getVariant',
    users: everybody,
    expected: sharesOf({ classic: 0.5, compact: 0.3, guided: 0.2 }),
  },
  {
    id: 'time-window',
    title: 'time window, inside',
    ...of(seasonSale),
    asks: 'isEnabled',
    users: listed,
    expected: answersFor(() => true),
  },
  {
    id: 'missing',
    title: 'missing flag',
    key: MISSING_KEY,
    asks: 'isEnabled',
    users: listed,
    expected: answersFor(() => false),
  },
];

function of({ key, kind }: { readonly key: string; readonly kind: BenchFlagKind }) {
  return { key, kind };
}
