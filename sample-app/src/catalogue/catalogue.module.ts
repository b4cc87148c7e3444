import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ShopModule } from '../shop/shop.module.js';
import { StockModule } from '../stock/stock.module.js';
import { ProductResolver } from './product.resolver.js';

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true, // in memory
      fieldResolverEnhancers: ['guards'], // otherwise, Nest calls no guards on fields, and the application does not start
      stopOnTerminationSignals: false, // Nest closes the server
      includeStacktraceInErrorResponses: false,
    }),
    ShopModule,
    StockModule,
  ],
  providers: [ProductResolver],
})
export class CatalogueModule {}
