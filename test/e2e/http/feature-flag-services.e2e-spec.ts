import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { FeatureFlag } from '../../../lib/index.js';
import { adapters } from '../../support/http-app.js';
import { serviceApps } from './support/service-app.js';

describe.each(adapters)('@FeatureFlag on services of an application on $name', (adapter) => {
  const startWith = serviceApps(adapter);

  it('evaluates for the user of the request that calls the service', async () => {
    @Injectable()
    class Greeting {
      @FeatureFlag('early_access', { fallback: 'usual' })
      text(name: string): string {
        return `Welcome ahead, ${name}`;
      }

      usual(name: string): string {
        return `Hello, ${name}`;
      }
    }
    const app = await startWith(Greeting, (greeting) => greeting.text('friend'));
    expect(await app.text('/answer', { user: 'ada' })).toBe('Welcome ahead, friend');
    expect(await app.text('/answer', { user: 'bob' })).toBe('Hello, friend');
  });

  it('evaluates for nobody outside requests', async () => {
    @Injectable()
    class Greeting {
      @FeatureFlag('early_access', { fallback: () => 'hello' })
      text(): string {
        return 'welcome';
      }
    }
    const app = await startWith(Greeting, (greeting) => greeting.text());
    expect(app.nest.get(Greeting).text()).toBe('hello');
  });

  it('accepts a fallback that is gated itself', async () => {
    @Injectable()
    class Checkout {
      @FeatureFlag('express_checkout', { fallback: 'modern' })
      pay(): string {
        return 'express';
      }

      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      modern(): string {
        return 'modern';
      }

      legacy(): string {
        return 'legacy';
      }
    }
    const app = await startWith(Checkout, (checkout) => checkout.pay());
    expect(await app.text('/answer')).toBe('legacy');
    await app.flags.enable('new_checkout');
    expect(await app.text('/answer')).toBe('modern');
    await app.flags.enable('express_checkout');
    expect(await app.text('/answer')).toBe('express');
  });

  it('lets the method and its fallback use private state of the object', async () => {
    @Injectable()
    class Checkout {
      readonly #currency = 'EUR';

      @FeatureFlag('new_checkout', { fallback: 'legacy' })
      pay(total: number): string {
        return `new ${total} ${this.#currency}`;
      }

      legacy(total: number): string {
        return `legacy ${total} ${this.#currency}`;
      }
    }
    const app = await startWith(Checkout, (checkout) => checkout.pay(30));
    expect(await app.text('/answer')).toBe('legacy 30 EUR');
    await app.flags.enable('new_checkout');
    expect(await app.text('/answer')).toBe('new 30 EUR');
  });

  it('decides again for each call of one request', async () => {
    @Injectable()
    class Checkout {
      @FeatureFlag('new_checkout', { fallback: () => 'legacy' })
      pay(): string {
        return 'new';
      }
    }
    const app = await startWith(Checkout, async (checkout) => {
      const before = checkout.pay();
      await app.flags.enable('new_checkout');
      return [before, checkout.pay()];
    });
    expect(await app.json('/answer')).toEqual(['legacy', 'new']);
  });

  it('evaluates for the context that its "context" option returns', async () => {
    @Injectable()
    class Mailing {
      @FeatureFlag('early_access', { context: (customer: string) => ({ userId: customer }), fallback: () => 'usual' })
      letter(_customer: string): string {
        return 'invitation';
      }
    }
    const app = await startWith(Mailing, (mailing) => ['ada', 'bob'].map((customer) => mailing.letter(customer)));
    expect(await app.json('/answer', { user: 'bob' })).toEqual(['invitation', 'usual']);
  });

  it('evaluates for the current user when the "context" option returns undefined', async () => {
    @Injectable()
    class Mailing {
      @FeatureFlag('early_access', { context: () => undefined, fallback: () => 'usual' })
      letter(): string {
        return 'invitation';
      }
    }
    const app = await startWith(Mailing, (mailing) => mailing.letter());
    expect(await app.text('/answer', { user: 'ada' })).toBe('invitation');
    expect(await app.text('/answer', { user: 'bob' })).toBe('usual');
  });

  it('gates several methods of one class by separate flags', async () => {
    @Injectable()
    class Shop {
      @FeatureFlag('new_search', { fallback: () => 'legacy search' })
      search(): string {
        return 'new search';
      }

      @FeatureFlag('new_checkout', { fallback: () => 'legacy checkout' })
      checkout(): string {
        return 'new checkout';
      }
    }
    const app = await startWith(Shop, (service) => [service.search(), service.checkout()]);
    expect(await app.json('/answer')).toEqual(['new search', 'legacy checkout']);
  });

  it('evaluates concurrent calls with different arguments separately', async () => {
    @Injectable()
    class Search {
      @FeatureFlag('early_access', { context: (userId: string) => ({ userId }), fallback: 'plain' })
      async find(userId: string, query: string): Promise<string> {
        return await Promise.resolve(`${userId} finds ${query} early`);
      }

      async plain(userId: string, query: string): Promise<string> {
        return await Promise.resolve(`${userId} finds ${query}`);
      }
    }
    const app = await startWith(Search, (search) =>
      Promise.all(['ada', 'bob', 'ada'].map((user) => search.find(user, 'tea'))),
    );
    expect(await app.json('/answer')).toEqual(['ada finds tea early', 'bob finds tea', 'ada finds tea early']);
  });
});
