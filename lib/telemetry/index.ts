/**
 * Telemetry through OpenTelemetry.
 *
 * @module nestjs-feature-flags/telemetry
 */
export { OpenTelemetryObserver } from './open-telemetry.observer.js';
export type { HashedContextId, OpenTelemetryObserverOptions } from './open-telemetry.options.js';
