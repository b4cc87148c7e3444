import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FeatureFlagsModule, FlagContexts, FlagManager, type FeatureFlagsConfig } from 'nestjs-feature-flags';
import type { BenchUser } from '../flags/bench-flag.js';

export interface ShopApplication {
  readonly flags: FlagManager;
  /** Runs `work` as the application does what answers a request of this user. */
  inRequestOf<T>(user: BenchUser, work: () => T): T;
  close(): Promise<void>;
}

/** A Nest application without a server, whose requests are started by hand. */
export async function shopApplication(config: FeatureFlagsConfig): Promise<ShopApplication> {
  const app = await NestFactory.createApplicationContext(FeatureFlagsModule.forRoot(config), { logger: false });
  const contexts = app.get(FlagContexts);
  return {
    flags: app.get(FlagManager),
    inRequestOf: ({ userId, country, plan }, work) => contexts.run({ user: { id: userId, country, plan } }, work),
    close: () => app.close(),
  };
}
