import { storedText, textOf } from '../stored-text.js';

/** The variant of an answer as a column contains it; empty if there is none. */
export function storedVariant(variant: string | undefined): string {
  return variant === undefined ? '' : storedText(variant);
}

/** The variant that a column contains. */
export function variantOf(stored: unknown): string | undefined {
  return stored === '' ? undefined : textOf(stored);
}
