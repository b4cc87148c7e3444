import { Module } from '@nestjs/common';
import { FeatureFlagsModule, FileProvider } from 'nestjs-feature-flags';
import { ShopController } from './shop.controller.js';
import { ShopService } from './shop.service.js';

@Module({
  imports: [FeatureFlagsModule.forRoot({ providers: [new FileProvider('flags.yaml')] })],
  controllers: [ShopController],
  providers: [ShopService],
})
export class ShopModule {}
