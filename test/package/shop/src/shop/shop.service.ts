import { Injectable } from '@nestjs/common';
import { FeatureFlag, FlagManager } from 'nestjs-feature-flags';

@Injectable()
export class ShopService {
  constructor(private readonly flags: FlagManager) {}

  @FeatureFlag('new_checkout', { fallback: 'legacyCheckout' })
  checkout(theme: string): string {
    return `new checkout, ${theme}`;
  }

  legacyCheckout(theme: string): string {
    return `legacy checkout, ${theme}`;
  }

  isPremium(userId: string): boolean {
    return this.flags.isEnabled('premium_tier', { userId });
  }
}
