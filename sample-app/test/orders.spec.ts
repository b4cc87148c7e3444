import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { flagMatrix, withFlags } from 'nestjs-feature-flags/testing';
import { StockService } from '../src/stock/stock.service.js';
import { startShop } from './start-shop.js';

const order = { method: 'POST', headers: { 'x-user-id': 'bob' } };

describe('The queue of orders', () => {
  const shop = startShop();

  it('wraps each order as the flag says for its customer', () =>
    flagMatrix(['checkout/gift_wrap'], async (flags) => {
      const wrapping = flags['checkout/gift_wrap'] === true ? 'gift' : 'box';
      const { accepted } = (await shop.ask('/orders/Armchair', order)) as { accepted: number };
      expect(await shop.ask('/orders')).toContainEqual({
        id: accepted,
        product: 'Armchair',
        customerId: 'bob',
        wrapping,
      });
    }));
});

describe('The job that refills the stock', () => {
  const shop = startShop();

  async function stockAfterTheJob(restock_job: boolean): Promise<number> {
    const stock = shop.app.get(StockService, { strict: false });
    stock.refill();
    stock.take('Candle');
    const job = shop.app.get(SchedulerRegistry, { strict: false }).getCronJob('restock');
    await withFlags({ restock_job }, () => job.fireOnTick());
    return stock.of('Candle');
  }

  it('refills it', async () => {
    expect(await stockAfterTheJob(true)).toBe(12);
  });

  it('is skipped while its flag is off', async () => {
    expect(await stockAfterTheJob(false)).toBe(11);
  });
});
