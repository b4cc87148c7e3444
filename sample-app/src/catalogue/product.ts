import { Field, Int, ObjectType } from '@nestjs/graphql';

/** A product as GraphQL clients see it; `stock` is a field of its resolver. */
@ObjectType()
export class Product {
  @Field(() => String)
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

@ObjectType()
export class SearchAnswer {
  @Field(() => String)
  readonly engine: string;

  @Field(() => Int)
  readonly found: number;

  @Field(() => [Product])
  readonly products: Product[];

  constructor(engine: string, products: Product[]) {
    this.engine = engine;
    this.found = products.length;
    this.products = products;
  }
}
