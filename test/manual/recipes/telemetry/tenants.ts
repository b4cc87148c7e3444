import { FlagManager } from 'nestjs-feature-flags';
import { OpenTelemetryObserver } from 'nestjs-feature-flags/telemetry';

/** One manager for each tenant, told apart by `feature_flag.set.id`. */
export function flagsOf(tenant: string): Promise<FlagManager> {
  return FlagManager.create({
    initialFlags: { new_checkout: true },
    observers: [new OpenTelemetryObserver({ setId: tenant })],
  });
}
