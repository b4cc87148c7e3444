import { timingSafeEqual } from 'node:crypto';

/** Compares two texts, such as signatures, in a time that depends only on their lengths. */
export function equalTexts(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
