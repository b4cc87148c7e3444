/** The effect of leaving out an option, by its name, where a call does more without it, such as `everybody`. */
export type Widening = Readonly<Record<string, string>>;

/**
 * The problem with an option that is given as `undefined`, where leaving it out widens what a call does: it was probably
 * looked up somewhere, as in `unit: user.id`, and not found. `undefined` where nothing is wrong.
 */
export function wideningProblem(widening: Widening, name: string, value: unknown): string | undefined {
  if (value !== undefined || !Object.hasOwn(widening, name)) return undefined;
  return `is undefined: give a value, or leave it out for ${widening[name]}`;
}
