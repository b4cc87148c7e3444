import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { shopContext, shopFlags } from './shop.flags.js';

@Module({ imports: [FeatureFlagsModule.forRoot({ contextResolver: shopContext, initialFlags: shopFlags })] })
export class ShopModule {}
