import { UseGuards, UseInterceptors } from '@nestjs/common';
import { Field, Float, Mutation, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { FlagEnabled, FlagGuard, FlagInterceptor } from 'nestjs-feature-flags';

@ObjectType()
export class Product {
  @Field()
  name!: string;
}

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product)
  product(): Product {
    return { name: 'lamp' };
  }

  @Query(() => [Product], { nullable: true })
  @UseGuards(FlagGuard('premium_tier')) // a query
  recommendations(): Product[] {
    return [{ name: 'shade' }];
  }

  @Query(() => String)
  @UseInterceptors(FlagInterceptor('premium_tier', { fallback: 'list' })) // a query with another answer
  layout(): string {
    return 'grid';
  }

  @Mutation(() => Boolean, { nullable: true })
  @UseGuards(FlagGuard('premium_tier')) // a mutation
  reserve(): boolean {
    return true;
  }

  @ResolveField(() => Float, { nullable: true })
  @UseGuards(FlagGuard('premium_tier')) // a field: needs fieldResolverEnhancers
  margin(): number {
    return 4.5;
  }

  @ResolveField(() => Boolean)
  isNew(@FlagEnabled('premium_tier') enabled: boolean): boolean {
    return enabled;
  }
}
