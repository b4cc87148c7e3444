import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FeatureFlagsModule, FlagManager, MemoryStore, StoreUnavailableError } from '../../lib/index.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { codeBlocks } from './code-blocks.js';
import { FlagErrorsFilter } from './flag-errors.filter.js';
import { page } from './pages.js';

describe('The page on operating', () => {
  it('shows the exception filter as it runs here', () => {
    const file = readFileSync(new URL('flag-errors.filter.ts', import.meta.url), 'utf8');
    expect(codeBlocks(page('docs/guide/operating.md').text).map(({ code }) => code)).toContain(file);
  });
});

/** A store that can be made unavailable. */
class AwayStore extends MemoryStore {
  isAway = false;

  override read() {
    this.#assertThere();
    return super.read();
  }

  override append(...args: Parameters<MemoryStore['append']>) {
    this.#assertThere();
    return super.append(...args);
  }

  override query(...args: Parameters<MemoryStore['query']>) {
    this.#assertThere();
    return super.query(...args);
  }

  #assertThere() {
    if (this.isAway) throw new StoreUnavailableError(this.name, 'it is away');
  }
}

@Controller('ops')
class OperatorsController {
  constructor(private readonly flags: FlagManager) {}

  @Get('override/:key/:variant')
  async override(@Param('key') key: string, @Param('variant') variant: string) {
    await this.flags.setOverride(key, variant === 'off' ? false : variant);
  }

  @Get('delete/:key')
  async delete(@Param('key') key: string) {
    await this.flags.deleteFlag(key, { expectedVersion: 7 });
  }

  @Get('broken')
  broken() {
    throw new Error('secret');
  }
}

describe.each(adapters)('On $name', (adapter) => {
  const start = httpApps(adapter);

  async function shop() {
    const store = new AwayStore();
    const flags = FeatureFlagsModule.forRoot({
      store,
      storeTimeout: '100ms',
      unknownFlags: 'error',
      logger: new RecordingLogger(),
      initialFlags: { sale: true },
    });
    const filter = { provide: APP_FILTER, useClass: FlagErrorsFilter };
    class ShopModule {}
    Module({ imports: [flags], controllers: [OperatorsController], providers: [filter] })(ShopModule);
    return { store, app: await start(ShopModule) };
  }

  it('the filter distinguishes a store that an operator must repair from one that is temporarily unavailable', async () => {
    const { store, app } = await shop();
    expect(await app.status('/ops/override/sale/off')).toBe(200);
    const refused = await app.ask('/ops/override/sale/bold');
    expect([refused.status, JSON.parse(refused.text)]).toEqual([
      400,
      { statusCode: 400, code: 'INVALID_OVERRIDE', message: expect.stringContaining('has no variants') },
    ]);
    expect(await app.status('/ops/override/-/off')).toBe(400);
    expect(await app.status('/ops/override/sail/off')).toBe(404);
    expect(await app.status('/ops/delete/sale')).toBe(409);
    const broken = await app.ask('/ops/broken');
    expect([broken.status, broken.text.includes('secret')]).toEqual([500, false]);
    store.isAway = true;
    expect(await app.status('/ops/override/sale/off')).toBe(503);
  });
});
