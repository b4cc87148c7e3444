import type { HealthCheckService } from '@nestjs/terminus';
import type { FlagManager } from 'nestjs-feature-flags';
import type { FeatureFlagsHealthIndicator } from 'nestjs-feature-flags/health';

/** One result for each tenant. */
export function checkTenants(
  health: HealthCheckService,
  indicator: FeatureFlagsHealthIndicator,
  tenants: ReadonlyMap<string, FlagManager>,
) {
  return health.check(
    [...tenants].map(
      ([tenant, flags]) =>
        () =>
          indicator.check(`feature_flags_${tenant}`, { flags }),
    ),
  );
}
