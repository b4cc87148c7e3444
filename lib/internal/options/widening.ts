/**
 * The options without which a call has a wider effect, by name, with a description of that effect, such as `everyone`.
 */
export type Widening = Readonly<Record<string, string>>;

/**
 * Returns the problem with an option that is given as `undefined`, if omitting it would extend the effect of the call:
 * the value was probably looked up, as in `unit: user.id`, and not found. `undefined` if there is no problem.
 */
export function wideningProblem(widening: Widening, name: string, value: unknown): string | undefined {
  if (value !== undefined || !Object.hasOwn(widening, name)) return undefined;
  return `is undefined: give a value, or leave it out for ${widening[name]}`;
}
