/**
 * A health indicator for `@nestjs/terminus`.
 *
 * @module nestjs-feature-flags/health
 */
export { FeatureFlagsHealthIndicator } from './feature-flags.health-indicator.js';
export type { DownAfter, FeatureFlagsHealthOptions } from './feature-flags-health.options.js';
export type { FeatureFlagsHealthDetails } from './flag-health.js';
export type { FlagHealthProblem, FlagHealthProblemKind } from './health-problem.js';
