import { Injectable } from '@nestjs/common';
import { FeatureFlag, FlagManager } from 'nestjs-feature-flags';

export interface Checkout {
  readonly checkout: 'new' | 'legacy';
  readonly steps: readonly string[];
  readonly giftWrap: boolean;
}

@Injectable()
export class CheckoutService {
  constructor(private readonly flags: FlagManager) {}

  @FeatureFlag('new_checkout', { fallback: 'legacyCheckout' })
  checkout(): Checkout {
    // The current request's user is found without being passed along, although this service is a singleton.
    return { checkout: 'new', steps: ['confirm'], giftWrap: this.flags.isEnabled('checkout/gift_wrap') };
  }

  legacyCheckout(): Checkout {
    return { checkout: 'legacy', steps: ['address', 'payment', 'confirm'], giftWrap: false };
  }
}
