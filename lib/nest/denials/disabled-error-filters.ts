import { FILTER_CATCH_EXCEPTIONS } from '@nestjs/common/constants.js';
import { FeatureFlagDisabledError } from './feature-flag-disabled.error.js';

/** Whether a filter names the error of closed gates, so that it is the application's own response. */
export function namesDisabledError(filter: unknown): boolean {
  return caughtBy(filter)?.includes(FeatureFlagDisabledError) === true;
}

/** Whether a filter catches the error of closed gates; `@Catch()` without arguments catches everything. */
export function catchesDisabledError(filter: unknown): boolean {
  const caught = caughtBy(filter);
  if (caught === undefined) return false;
  return caught.length === 0 || caught.some((type) => isBaseOf(type, FeatureFlagDisabledError));
}

function isBaseOf(type: unknown, error: typeof FeatureFlagDisabledError): boolean {
  return typeof type === 'function' && (type === error || error.prototype instanceof type);
}

function caughtBy(filter: unknown): readonly unknown[] | undefined {
  const type: unknown = typeof filter === 'object' && filter !== null ? filter.constructor : filter;
  if (typeof type !== 'function') return undefined;
  const caught: unknown = Reflect.getMetadata(FILTER_CATCH_EXCEPTIONS, type);
  return Array.isArray(caught) ? caught : [];
}
