import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { FeatureFlagsTestingModule, userInBucket, withFlags } from 'nestjs-feature-flags/testing';
import { FlagManager } from 'nestjs-feature-flags';
import { PriceService } from './price.service.js';

describe('PriceService', () => {
  it('gives a discount while the flag is on', () => {
    const prices = new PriceService();
    expect(withFlags({ discount: true }, () => prices.price(10))).toBe(8);
    expect(withFlags({ discount: false }, () => prices.price(10))).toBe(10);
  });

  it('gives a discount to the users in the rollout', async () => {
    const discount = { type: 'percentage', percentage: 30 } as const;
    const module = await Test.createTestingModule({
      imports: [FeatureFlagsTestingModule.forTest({ flags: { discount } })],
      providers: [PriceService],
    }).compile();
    const flags = module.get(FlagManager);
    const user = userInBucket('discount', '30%');
    expect(flags.runWith(user, () => module.get(PriceService).price(10))).toBe(8);
    await module.close();
  });
});
