import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { adapters } from '../../support/http-app.js';
import { ofrepClients } from './ofrep-clients.js';
import { OfrepShop } from './ofrep-shop.js';

describe.each(adapters)('The server of flags on $name', (adapter) => {
  describe.each(ofrepClients)('asked by $name', ({ scenarios }) => {
    let shop: OfrepShop;
    beforeAll(async () => {
      shop = await OfrepShop.start(adapter);
    });
    afterAll(() => shop.close());

    it.each(scenarios)('serves a client that $title', ({ run }) => run(shop));
  });
});
