const RANDOM = 'stickiness:random';

/** The attributes, the first present one of which is the unit. For `default` without an id, Unleash draws at random. */
export function unitAttributes(stickiness: string): string[] {
  if (stickiness === 'default') return ['userId', 'sessionId', RANDOM];
  return [stickiness === 'random' ? RANDOM : stickiness];
}

/** The same for variants, which are drawn at random for everyone without a unit. */
export function variantUnitAttributes(stickiness: string): string[] {
  return [...new Set([...unitAttributes(stickiness), RANDOM])];
}

/**
 * Part of every context. What Unleash draws at random is drawn for one fixed unit here, so that a run can be repeated: the
 * suite's answers do not depend on the draw.
 */
export const randomUnit: Readonly<Record<string, string>> = { [RANDOM]: 'anybody' };
