import { describe, expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { Mutation, Query, ResolveField, ResolveReference, Resolver, Subscription } from '@nestjs/graphql';
import { Test } from '@nestjs/testing';
import { GraphqlModules, resolverKindOf } from '../../../../lib/nest/gate-checks/graphql-modules.js';

class CatalogueModule {}

describe('The GraphQL modules of an application', () => {
  it.each([null, undefined, 'code-first'])('do not include one whose options are %p', async (options) => {
    const app = await Test.createTestingModule({ providers: [{ provide: 'GqlModuleOptions', useValue: options }] })
      .compile(); // prettier-ignore
    const modules = new GraphqlModules(app.get(ModulesContainer));
    expect(modules.callOnFields('guards', CatalogueModule)).toBe(true);
    expect(modules.areFederated(CatalogueModule)).toBe(false);
  });
});

@Resolver('Product')
class ProductResolver {
  @Query()
  product() {}
  @Mutation()
  rename() {}
  @Subscription()
  renamed() {}
  @ResolveField()
  margin() {}
  @ResolveReference()
  resolveReference() {}
  @ResolveField()
  __resolveType() {}
  discounted() {}
}

class PriceService {
  @ResolveField()
  margin() {}
  discounted() {}
}

const kindOf = (host: typeof ProductResolver | typeof PriceService, name: string) =>
  resolverKindOf(host, name, Reflect.get(host.prototype, name) as object);

describe('The kind of a resolver', () => {
  it.each([
    ['product', 'root'],
    ['rename', 'root'],
    ['renamed', 'root'],
    ['margin', 'field'],
    ['resolveReference', 'reference'],
    ['__resolveType', 'type'],
    ['discounted', undefined],
  ])('for %s() is %p', (name, kind) => {
    expect(kindOf(ProductResolver, name)).toBe(kind);
  });

  it('does not exist in a class that is not a resolver', () => {
    expect(['margin', 'discounted'].map((name) => kindOf(PriceService, name))).toEqual([undefined, undefined]);
  });
});
