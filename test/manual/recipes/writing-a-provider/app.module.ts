import { Module } from '@nestjs/common';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { HttpFlagProvider } from './http-flag.provider.js';

const provider = new HttpFlagProvider('https://config.shop.example/flags.json');

@Module({ imports: [FeatureFlagsModule.forRoot({ providers: [provider], cacheTtl: '30s' })] })
export class AppModule {}
