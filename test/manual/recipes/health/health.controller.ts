import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { FeatureFlagsHealthIndicator } from 'nestjs-feature-flags/health';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly flags: FeatureFlagsHealthIndicator,
  ) {}

  /** Whether the process should be restarted: flags are never a reason. */
  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  /** Whether this instance should receive requests. */
  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.flags.check('feature_flags')]);
  }
}
