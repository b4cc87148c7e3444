const DEFAULT = 'stickiness:default';
const RANDOM = 'stickiness:random';

/** The attribute whose value is the unit. Unleash draws at random for `random`, and for `default` without an id. */
export function unitAttribute(stickiness: string): string {
  if (stickiness === 'default') return DEFAULT;
  return stickiness === 'random' ? RANDOM : stickiness;
}

/**
 * The attributes that every context has for this. What Unleash draws at random is drawn for one unit here, so that a
 * run can be repeated: the suite's answers hold whatever the draw.
 */
export function unitAttributes(id: string | undefined): Readonly<Record<string, string>> {
  return { [DEFAULT]: id ?? 'anybody', [RANDOM]: 'anybody' };
}
