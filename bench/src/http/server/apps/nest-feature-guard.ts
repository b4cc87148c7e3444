import { Controller, Get, Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  FeatureFlag,
  FeatureGuard,
  FEATURE_GUARD_REFLECTOR,
  FEATURE_GUARD_STORE,
  type FeatureGuardStore,
} from 'nest-feature-guard';
import { checkoutOf, type Checkout } from '../checkout.js';

@Controller()
class GatedController {
  @Get('checkout')
  @FeatureFlag('new_checkout')
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

/** Of its README: flags in memory. */
class MemoryStore implements FeatureGuardStore {
  readonly #features = new Map([['new_checkout', { enabled: true, userIds: ['user-7', 'user-42'] }]]);

  setFeatureFlag(): Promise<void> {
    return Promise.resolve();
  }

  getFeature(flag: string): Promise<{ enabled: boolean; userIds: string[] } | null> {
    return Promise.resolve(this.#features.get(flag) ?? null);
  }

  async hasFeatureFlag(flag: string, userId: string): Promise<boolean> {
    const feature = this.#features.get(flag);
    return feature?.enabled === true && feature.userIds.includes(userId);
  }
}

@Module({
  providers: [
    Reflector,
    { provide: FEATURE_GUARD_STORE, useClass: MemoryStore },
    { provide: FEATURE_GUARD_REFLECTOR, useExisting: Reflector },
    FeatureGuard,
  ],
  controllers: [GatedController],
})
export class NestFeatureGuardApp {}
