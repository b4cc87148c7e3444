import { isBoundedBigint } from '../../engine/attributes/bounded-bigint.js';
import { isText } from '../../internal/text.js';
import { InvalidContextError } from './invalid-context.error.js';

const MAX_LENGTH = 1024;

/** The fields of a user object that may contain its id, in the order in which they are read. */
export const ID_FIELDS = ['id', 'userId', 'sub', '_id', 'uid'] as const;

/**
 * Converts an id to text: strings unchanged, finite numbers and bigints to decimal text, an ObjectId to its hex string;
 * `undefined` for anything else.
 */
export function idText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : convertedId(value);
  return isId(text) ? text : undefined;
}

/** Whether a value is already an id: well-formed, non-empty text of at most 1,024 characters. */
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
 * The id of a user, from the first of {@link ID_FIELDS} that is present. An unusable id is an error; later fields are
 * not tried, because they may identify someone else.
 *
 * @throws {InvalidContextError} when that field does not contain an id
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

/** Describes a valid id, for messages. */
export const AN_ID = 'well-formed text of up to 1,024 characters, a finite number, a bigint or an ObjectId';

/** Whether a value is present. Forms and headers deliver empty text where there is no value. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

const LONGEST_CHAIN = 100; // prototypes; the chain of a proxy could be endless

/**
 * Reads a property of an object, including getters of its class. Properties of `Object.prototype` are ignored, so that
 * a polluted prototype cannot identify a user.
 *
 * @throws what a getter throws
 */
export function fieldOf(holder: object, name: string): unknown {
  if (!(name in holder)) return undefined; // the usual case, which V8 decides without reading the prototypes
  if (Object.hasOwn(holder, name)) return Reflect.get(holder, name);
  let place: object | null = Object.getPrototypeOf(holder);
  for (let step = 0; place !== null && step < LONGEST_CHAIN; step++) {
    const next: object | null = Object.getPrototypeOf(place);
    if (next !== null && Object.hasOwn(place, name)) return Reflect.get(holder, name);
    place = next;
  }
  return undefined;
}
