import type { AnswerUsage, FlagUsage } from './flag-usage.js';

/** Sorts flags by key. */
export function byKey(a: FlagUsage, b: FlagUsage): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

/** Sorts answers: off before on, then by variant. */
export function byAnswer(a: AnswerUsage, b: AnswerUsage): number {
  const [variant, other] = [a.variant ?? '', b.variant ?? ''];
  return Number(a.enabled) - Number(b.enabled) || (variant < other ? -1 : Number(variant > other));
}
