import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { GraphqlAuthGuard } from './auth.guard.js';
import { ProductResolver } from './product.resolver.js';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } } },
    }),
    GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      autoSchemaFile: true,
      fieldResolverEnhancers: ['guards', 'interceptors'],
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: GraphqlAuthGuard }, ProductResolver],
})
export class AppModule {}
