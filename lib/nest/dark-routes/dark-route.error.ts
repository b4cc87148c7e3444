import { FeatureFlagDisabledError } from '../denials/feature-flag-disabled.error.js';

/**
 * A gate of a route is closed, and the module chooses no other answer: the application answers as for a route that does
 * not exist; see `DarkRouteFilter`.
 */
export class DarkRouteError extends FeatureFlagDisabledError {}
