import type { FlagKey } from '../engine/typed-flags.js';
import type { OverrideRequest } from '../manager/overrides/new-override.js';

/**
 * The answers of flags in a test, by key: `true`, `false`, the name of a variant, or `{ value }`. Keys, variants and values
 * are checked by the compiler if `FlagTypes` is augmented.
 *
 * @example { new_checkout: true, checkout_theme: 'modern', search_page_size: { value: 50 } }
 */
export type TestFlags = { readonly [K in FlagKey]?: OverrideRequest<K> | undefined };
