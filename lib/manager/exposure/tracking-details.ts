import type { BucketBy } from '../../engine/allocation/targeting-key.js';
import { FlagLimits } from '../../engine/flag-limits.js';
import { InvalidOptionsError } from '../../internal/options/invalid-options.error.js';
import { listOption, option, recordOption, textOption } from '../../internal/options/option-readers.js';
import { OptionsSchema, type OptionReader } from '../../internal/options/options-schema.js';
import { isText } from '../../internal/text.js';
import { RESERVED_PREFIX, type TrackingAttribute } from './exposure-event.js';

/** The details of a tracked event. */
export interface TrackingDetails {
  /** A number that belongs to the event, such as the value of an order. @default none */
  readonly value?: number | undefined;
  /** Other details: up to 20 strings of up to 1,024 characters, finite numbers and booleans. @default none */
  readonly attributes?: Readonly<Record<string, TrackingAttribute>> | undefined;
  /**
   * The attribute that identifies the unit, as in the `bucketBy` of the flags whose result the event counts for.
   * @default ['userId', 'sessionId']
   */
  readonly bucketBy?: BucketBy | undefined;
}

/** The limits of tracked events. An event over a limit is ignored. */
export const TrackingLimits = {
  /** Characters of the name of an event. */
  name: 256,
  /** Attributes of one event. */
  attributes: 20,
  /** Characters of one attribute. */
  text: 1024,
} as const;

const ATTRIBUTE_NAME = /^\w[\w.-]{0,63}$/;
const ATTRIBUTE_NAMES = 'attributes with names of up to 64 letters, digits, "_", "." and "-"';

const path = textOption(FlagLimits.nameLength);
const paths = listOption('paths', path, FlagLimits.bucketBy);

const attribute = option<TrackingAttribute>(
  (value) => isText(value, TrackingLimits.text, 0) || isFinite(value) || typeof value === 'boolean',
  `must be a string of up to ${TrackingLimits.text} characters, a finite number or a boolean`,
);
const namedAttributes = recordOption(ATTRIBUTE_NAME, ATTRIBUTE_NAMES, attribute);
const attributes: OptionReader<Readonly<Record<string, TrackingAttribute>>> = (value, place) => {
  const read = namedAttributes(value, place);
  if (Object.keys(read).length <= TrackingLimits.attributes) return Object.freeze(read);
  throw new InvalidOptionsError(`${place} must have at most ${TrackingLimits.attributes} members.`);
};

export const trackingDetails = new OptionsSchema<TrackingDetails>('track', {
  value: option<number>(isFinite, 'must be a finite number'),
  attributes,
  bucketBy: (value, place) => (Array.isArray(value) ? paths(value, place) : path(value, place)),
});

export const eventName = option<string>(
  (value) => isText(value, TrackingLimits.name) && !value.startsWith(RESERVED_PREFIX),
  `must be a string of 1 to ${TrackingLimits.name} characters that does not begin with "${RESERVED_PREFIX}"`,
);

function isFinite(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
