import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { shopFlags } from './shop.flags.js';

@Module({ imports: [FeatureFlagsModule.forRoot({ visitorSessions: true, initialFlags: shopFlags })] })
export class ShopModule {}
