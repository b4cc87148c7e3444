const RESERVED_PREFIX = 'vendor/';

/** Why a name that begins with `vendor/` is rejected: later versions may include bucketers of other systems. */
export const RESERVED_BUCKETER = `begins with "${RESERVED_PREFIX}", which is reserved for future bucketers of this package: choose another name`;

export function isReservedBucketer(name: string): boolean {
  return name.startsWith(RESERVED_PREFIX);
}
