import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { FeatureFlagsHealthIndicator } from 'nestjs-feature-flags/health';
import { HealthController } from './health.controller.js';

@Module({
  imports: [TerminusModule],
  controllers: [HealthController],
  providers: [FeatureFlagsHealthIndicator],
})
export class HealthModule {}
