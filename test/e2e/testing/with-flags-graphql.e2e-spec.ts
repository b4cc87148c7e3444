import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { withFlags } from '../../../lib/testing/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { AppModule as ApolloModule } from '../../manual/recipes/graphql/apollo.module.js';
import { AppModule as MercuriusModule } from '../../manual/recipes/graphql/mercurius.module.js';

const drivers: readonly { driver: string; adapter: string; root: Type }[] = [
  { driver: 'Apollo', adapter: 'Express', root: ApolloModule },
  { driver: 'Mercurius', adapter: 'Fastify', root: MercuriusModule },
];

const QUERY = '{ product { name margin isNew } layout }';

describe.each(drivers)('withFlags, with GraphQL by $driver', ({ adapter, root }) => {
  const found = adapters.find(({ name }) => name === adapter);
  if (found === undefined) throw new Error(`There is no adapter for ${adapter}.`);
  const start = httpApps(found);

  it('serves the flags to queries, fields and parameters of concurrent functions', async () => {
    const app = await start(root);
    const ask = async () => (JSON.parse(await app.post('/graphql', { query: QUERY })) as { data: unknown }).data;
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) => withFlags({ premium_tier: i % 2 === 0 }, async () => await ask())),
    );
    for (const [i, data] of all.entries()) {
      const isOn = i % 2 === 0;
      const product = { name: 'lamp', margin: isOn ? 4.5 : null, isNew: isOn };
      expect(data).toEqual({ product, layout: isOn ? 'grid' : 'list' });
    }
  });
});
