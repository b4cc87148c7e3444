import type { FeatureFlagsConfig } from 'nestjs-feature-flags';
import { launchdarkly } from './launchdarkly.bucketer.js';
import { unleash } from './unleash.bucketer.js';

/** Options of the module for flags that come from two other systems and keep their users. */
export const migratedFlags: FeatureFlagsConfig = {
  bucketers: { launchdarkly, unleash },
  initialFlags: {
    // Unleash: flexibleRollout of 25%, stickiness "userId", groupId "search"
    search_v2: { type: 'percentage', percentage: 25, bucketBy: 'userId', salt: 'search', bucketer: 'unleash' },
    // LaunchDarkly: 30% "true", then 70% "false", with the salt that the flag has there
    fast_checkout: { type: 'percentage', percentage: 30, salt: 'b5d3e0', bucketer: 'launchdarkly' },
  },
};
