import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';

/**
 * A gate of a route is closed, and no other response is configured: the application responds as for a route that does
 * not exist; see `DarkRouteFilter`.
 */
export class DarkRouteError extends FeatureFlagDisabledError {}
