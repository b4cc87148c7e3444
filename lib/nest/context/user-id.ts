import { isBoundedBigint } from '../../engine/attributes/bounded-bigint.js';
import { isText } from '../../internal/text.js';
import { InvalidContextError } from './context.errors.js';

const MAX_LENGTH = 1024;

/** Where a user object may carry its id, in the order in which they are read. */
export const ID_FIELDS = ['id', 'userId', 'sub', '_id', 'uid'] as const;

/**
 * An id as text: strings as they are, finite numbers and bigints as decimal text, an ObjectId by its hex string;
 * `undefined` for anything else.
 */
export function idText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : convertedId(value);
  return isId(text) ? text : undefined;
}

/** Whether a value is an id as it stands: well-formed text that is not empty, nor longer than 1,024 characters. */
export function isId(value: unknown): value is string {
  return isText(value, MAX_LENGTH);
}

function convertedId(value: unknown): unknown {
  if (typeof value === 'bigint') return isBoundedBigint(value) ? value.toString() : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const toHexString = fieldOf(value, 'toHexString'); // the `bson` package need not be installed
  return typeof toHexString === 'function' ? Reflect.apply(toHexString, value, []) : undefined;
}

/**
 * The id of a user, from the first of {@link ID_FIELDS} that is present. Another field never stands in for one that
 * cannot be used: it may name somebody else.
 *
 * @throws {InvalidContextError} when that field holds no id
 */
export function idOfUser(user: object): string | undefined {
  for (const name of ID_FIELDS) {
    const value = fieldOf(user, name);
    if (!isPresent(value)) continue;
    const id = idText(value);
    if (id !== undefined) return id;
    throw new InvalidContextError(`the "${name}" of request.user must be ${AN_ID}`);
  }
  return undefined;
}

/** What an id must be, for messages. */
export const AN_ID = 'well-formed text of up to 1,024 characters, a finite number, a bigint or an ObjectId';

/** Empty text is what a form or header leaves where there is nothing. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

const LONGEST_CHAIN = 100; // of prototypes; a proxy could go on forever

/**
 * A property of an object, getters of its class included. What every object inherits from `Object.prototype` does not
 * count, so that a polluted prototype names no user.
 *
 * @throws what a getter throws
 */
export function fieldOf(holder: object, name: string): unknown {
  if (!(name in holder)) return undefined; // the usual case, for which V8 needs no look at the prototypes
  if (Object.hasOwn(holder, name)) return Reflect.get(holder, name);
  let place: object | null = Object.getPrototypeOf(holder);
  for (let step = 0; place !== null && step < LONGEST_CHAIN; step++) {
    const next: object | null = Object.getPrototypeOf(place);
    if (next !== null && Object.hasOwn(place, name)) return Reflect.get(holder, name);
    place = next;
  }
  return undefined;
}
