const RESERVED_PREFIX = 'vendor/';

/** Why a name that begins with `vendor/` is refused: bucketers of other systems may come with this package one day. */
export const RESERVED_BUCKETER = `begins with "${RESERVED_PREFIX}", which is reserved for bucketers of this package, of which there are none yet: choose another name`;

export function isReservedBucketer(name: string): boolean {
  return name.startsWith(RESERVED_PREFIX);
}
