import { Injectable, type Logger } from '@nestjs/common';
import { FeatureFlagsExplorer, type FlagReference } from './feature-flags.explorer.js';
import type { FeatureFlagsConfig } from './feature-flags.options.js';
import { GateAdoption } from './gate-checks/gate-adoption.js';
import { GateInspector } from './gate-checks/gate-inspector.js';

/** The checks of an application's gates that are made before its first request. */
@Injectable()
export class BootChecks {
  constructor(
    private readonly adoption: GateAdoption,
    private readonly inspector: GateInspector,
    private readonly explorer: FeatureFlagsExplorer,
  ) {}

  /** @throws an error that names every gate of its kind that is invalid */
  run(options: FeatureFlagsConfig, logger: Pick<Logger, 'warn'>): void {
    const { enabled, externalHandlers = () => false, unknownFlags = 'warn' } = options;
    try {
      this.adoption.adoptAll();
      // Checked even if the module is disabled, because a gate that is never called is open.
      this.inspector.check(externalHandlers, logger);
      if (enabled !== false) this.explorer.check(unknownFlags, logger, overridableFlags(options));
    } catch (error) {
      this.adoption.release(); // Nest calls no shutdown hooks of an application that failed to start
      throw error;
    }
  }
}

/** A misspelled key in `except` would let tokens force the flag that it is meant for. */
function overridableFlags({ requestOverrides }: FeatureFlagsConfig): readonly FlagReference[] {
  const flags = requestOverrides?.flags ?? [];
  const keys = 'except' in flags ? flags.except : flags;
  return keys.map((key) => ({ key, place: 'the option "flags" of requestOverrides' }));
}
