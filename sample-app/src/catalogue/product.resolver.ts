import { UseGuards } from '@nestjs/common';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FlagGuard } from 'nestjs-feature-flags';
import { SearchService } from '../shop/search.service.js';
import { StockService } from '../stock/stock.service.js';
import { Product, SearchAnswer } from './product.js';

@Resolver(() => Product)
export class ProductResolver {
  constructor(
    private readonly searches: SearchService,
    private readonly stock: StockService,
  ) {}

  /** The same service as that of GET /search: it finds the user of the GraphQL request. */
  @Query(() => SearchAnswer)
  search(@Args('text', { type: () => String }) text: string): SearchAnswer {
    const { engine, products } = this.searches.search(text);
    return new SearchAnswer(
      engine,
      products.map((name) => new Product(name)),
    );
  }

  /** For other customers, the field is null, and the response has an error with the code FEATURE_FLAG_DISABLED. */
  @ResolveField(() => Int, { nullable: true })
  @UseGuards(FlagGuard('premium_tier'))
  inStock(@Parent() { name }: Product): number {
    return this.stock.of(name);
  }
}
