const RANDOM = 'stickiness:random';

/** The attributes of which the first present one is the unit. Unleash draws at random for `default` without an id. */
export function unitAttributes(stickiness: string): string[] {
  if (stickiness === 'default') return ['userId', 'sessionId', RANDOM];
  return [stickiness === 'random' ? RANDOM : stickiness];
}

/** The same for variants, which are drawn at random for everybody without a unit. */
export function variantUnitAttributes(stickiness: string): string[] {
  return [...new Set([...unitAttributes(stickiness), RANDOM])];
}

/**
 * What every context has. What Unleash draws at random is drawn for one unit here, so that a run can be repeated: the
 * suite's answers hold whatever the draw.
 */
export const randomUnit: Readonly<Record<string, string>> = { [RANDOM]: 'anybody' };
