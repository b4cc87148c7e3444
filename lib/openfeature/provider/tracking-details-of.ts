import type { TrackingEventDetails } from '@openfeature/server-sdk';
import type { TrackingDetails } from '../../manager/exposure/tracking-details.js';

type Attribute = string | number | boolean;

/**
 * Converts the details of a tracked event. Dates become ISO 8601 text, and objects and arrays JSON text; `null` is left
 * out.
 */
export function trackingDetailsOf(details: TrackingEventDetails, keyAttribute: string): TrackingDetails {
  const { value, ...others } = details;
  const attributes = Object.entries(others).flatMap(([name, each]): [string, Attribute][] =>
    each === null || each === undefined ? [] : [[name, attributeOf(each)]],
  );
  return {
    ...(value === undefined ? {} : { value }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    ...(keyAttribute === 'userId' || keyAttribute === 'sessionId' ? {} : { bucketBy: keyAttribute }),
  };
}

function attributeOf(value: Attribute | object): Attribute {
  if (typeof value !== 'object') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
