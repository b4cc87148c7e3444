/** Values of which one is allowed, as in `"strict", "lax" or "none"`. */
export function listedAlternatives(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value));
  const rest = shown.slice(0, -1).join(', ');
  return [rest, ...shown.slice(-1)].filter((part) => part !== '').join(' or ');
}
