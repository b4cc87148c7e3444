import { Injectable, type Logger } from '@nestjs/common';
import { FeatureFlagsExplorer } from './feature-flags.explorer.js';
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
      if (enabled !== false) this.explorer.check(unknownFlags, logger);
    } catch (error) {
      this.adoption.release(); // Nest calls no shutdown hooks of an application that failed to start
      throw error;
    }
  }
}
