/**
 * Items of a list for a message: the first `max` of them, and how many more there are.
 *
 * @example
 * firstFew(['a', 'b', 'c'], 2).join(', '); // 'a, b, and 1 more'
 */
export function firstFew(items: readonly string[], max: number): string[];
export function firstFew<T>(items: readonly T[], max: number, show: (item: T) => string): string[];
export function firstFew<T>(items: readonly T[], max: number, show: (item: T) => string = String): string[] {
  const shown = items.slice(0, max).map((item) => show(item)); // there may be many others, which need not be converted
  if (items.length > max) shown.push(`and ${items.length - max} more`);
  return shown;
}
