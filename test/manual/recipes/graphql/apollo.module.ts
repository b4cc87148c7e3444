import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FeatureFlagsModule } from 'nestjs-feature-flags';
import { GraphqlAuthGuard } from './auth.guard.js';
import { ProductResolver } from './product.resolver.js';

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: { premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } } },
    }),
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      fieldResolverEnhancers: ['guards', 'interceptors'], // otherwise, Nest calls no gates on fields
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: GraphqlAuthGuard }, ProductResolver],
})
export class AppModule {}
