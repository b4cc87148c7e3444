import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { OpenTelemetryObserver } from 'nestjs-feature-flags/telemetry';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { new_checkout: true },
      observers: [new OpenTelemetryObserver()],
    }),
  ],
})
export class AppModule {}
