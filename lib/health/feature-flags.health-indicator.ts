import { Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { InvalidOptionsError } from '../internal/options/invalid-options.error.js';
import { FlagManager } from '../manager/flag-manager.js';
import { healthOptionsSchema, type FeatureFlagsHealthOptions } from './feature-flags-health.options.js';
import { flagHealth, type FlagHealth } from './flag-health.js';

/**
 * Reports the health of flags to `@nestjs/terminus`:
 *
 * - `up`: all definitions are current, or the module is turned off by `enabled: false`
 * - `degraded`: flags answer from what was last known, or some definitions cannot be used. In versions of Terminus
 *   without this status (11), it is `up` with `state: 'degraded'`.
 * - `down`: the manager has not started or is closed, or a source has been unavailable for longer than `downAfter`
 *
 * The details name the cause and what to do. They contain no keys, values, users, hosts or secrets.
 *
 * @example
 * \@Get('ready')
 * \@HealthCheck()
 * ready() {
 *   return this.health.check([() => this.flags.check('feature_flags')]);
 * }
 */
@Injectable()
export class FeatureFlagsHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Optional() private readonly flags?: FlagManager,
  ) {}

  /**
   * Checks the flags of the application or of the given manager. It reads what the manager already knows, without I/O.
   *
   * @param key the name of the result, such as `feature_flags`
   * @throws {InvalidOptionsError} (`INVALID_OPTIONS`) naming the invalid option, or when there is no manager to check
   */
  check<const Key extends string>(key: Key, options: FeatureFlagsHealthOptions = {}): HealthIndicatorResult<Key> {
    const { flags = this.flags, downAfter = {} } = healthOptionsSchema.read(options);
    if (flags === undefined) {
      throw new InvalidOptionsError(
        'Option "flags" of FeatureFlagsHealthIndicator.check is required where no FeatureFlagsModule is imported: ' +
          'give it the FlagManager to check.',
      );
    }
    const { status, details } = flagHealth(flags.status(), downAfter);
    return resultOf(this.indicators.check(key), status, { ...details });
  }
}

type HealthIndicatorSession<Key extends string> = ReturnType<typeof HealthIndicatorService.prototype.check<Key>>;

/** The result for Terminus; versions before 12 do not know `degraded`. */
function resultOf<Key extends string>(
  indicator: Pick<HealthIndicatorSession<Key>, 'up' | 'down'> & Partial<HealthIndicatorSession<Key>>,
  status: FlagHealth['status'],
  details: Record<string, unknown>,
): HealthIndicatorResult<Key> {
  if (status === 'down') return indicator.down(details);
  if (status === 'degraded' && indicator.degraded !== undefined) return indicator.degraded(details);
  return indicator.up(details);
}
