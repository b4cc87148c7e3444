import type { Feature, Variant } from './specification.js';

/** Unleash's name for the variant of a feature that has none. */
export const DISABLED = 'disabled';

/** A key that no feature has, since in theirs a slash is `:2F`: a flag that nobody defines. */
export const NOBODY = 'nobody/defines';

/** A feature's name may hold anything; the bytes of what a key cannot hold become `:HEX`. */
export function flagKey(feature: string): string {
  return encodeURIComponent(feature).replaceAll('%', ':');
}

export function segmentKey(id: number): string {
  return String(id);
}

/** The variants of a feature and of its strategies, which may have the same names. */
export function variantsOf({ variants = [], strategies = [] }: Feature): Variant[] {
  return [...variants, ...strategies.flatMap((strategy) => strategy.variants ?? [])];
}

/** A name of its own for each variant: its place, and its name in Unleash. */
export function variantName(variant: Variant, feature: Feature): string {
  return `${variantsOf(feature).indexOf(variant)}:${variant.name}`;
}

/** What {@link variantName} has made, turned back. */
export function unleashName(variant: string): string {
  return variant.slice(variant.indexOf(':') + 1);
}
