import { describe, expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { GraphqlModules } from '../../../../lib/nest/gate-checks/graphql-modules.js';

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
