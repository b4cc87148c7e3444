import type * as api from '@opentelemetry/api';
import { optionalPackageNow } from '../internal/optional-package.js';
import { packageRequire } from '../internal/package-require.js';

/** The package `@opentelemetry/api`. All copies of it in a process share one global state. */
export type OpenTelemetryApi = typeof api;

/** @throws {MissingPackageError} (`MISSING_PACKAGE`) when the package is not installed */
export function openTelemetryApi(): OpenTelemetryApi {
  return optionalPackageNow(
    '@opentelemetry/api',
    'report to OpenTelemetry',
    () => packageRequire()('@opentelemetry/api') as OpenTelemetryApi, // the package of this name
  );
}
