import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, Version, VersioningType } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { FlagEnabled, FlagGuard, FlagManager, type FlagDefinitions } from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = { early_access: { type: 'user_list', users: ['ada'] } };

@Injectable()
class Access {
  constructor(private readonly manager: FlagManager) {}

  isEarly(): boolean {
    return this.manager.isEnabled('early_access');
  }
}

@Controller('access')
class AccessController {
  constructor(private readonly access: Access) {}

  @Get()
  early(@FlagEnabled('early_access') parameter: boolean): unknown {
    return { parameter, service: this.access.isEarly() };
  }

  @Get('preview')
  @UseGuards(FlagGuard('early_access'))
  preview(): string {
    return 'preview';
  }
}

@Controller('access')
class VersionedController {
  constructor(private readonly access: Access) {}

  @Get('versioned')
  @Version('1')
  first(): string {
    return `first ${this.access.isEarly()}`;
  }

  @Get('versioned')
  @Version('2')
  @UseGuards(FlagGuard('early_access'))
  second(): string {
    return `second ${this.access.isEarly()}`;
  }
}

const parts = { flags, providers: [Access], controllers: [AccessController] };
const versioned = { flags, providers: [Access], controllers: [VersionedController] };
const both = { parameter: true, service: true };
const neither = { parameter: false, service: false };

describe.each(adapters)('Gated routes on $name', (adapter) => {
  const start = httpApps(adapter);

  it('find the user under a global prefix', async () => {
    const app = await start(shop(parts), (nest) => nest.setGlobalPrefix('api'));
    expect(await app.json('/api/access', { user: 'ada' })).toEqual(both);
    expect(await app.json('/api/access', { user: 'bob' })).toEqual(neither);
    expect(await app.text('/api/access/preview', { user: 'ada' })).toBe('preview');
    expect(await app.status('/api/access/preview', { user: 'bob' })).toBe(404);
    expect(await app.status('/access', { user: 'ada' })).toBe(404);
  });

  it('find the user on a route that is excluded from the prefix', async () => {
    const app = await start(shop(parts), (nest) => nest.setGlobalPrefix('api', { exclude: ['access'] }));
    expect(await app.json('/access', { user: 'ada' })).toEqual(both);
    expect(await app.text('/api/access/preview', { user: 'ada' })).toBe('preview');
  });

  it('find the user under the path of a module', async () => {
    const module = shop(parts);
    const app = await start({
      ...module,
      imports: [...(module.imports ?? []), RouterModule.register([{ path: 'shop', module: module.module }])],
    });
    expect(await app.json('/shop/access', { user: 'ada' })).toEqual(both);
    expect(await app.status('/shop/access/preview', { user: 'bob' })).toBe(404);
  });

  it('find the user in every version in the path', async () => {
    const app = await start(shop(versioned), (nest) => nest.enableVersioning({ type: VersioningType.URI }));
    expect(await app.text('/v1/access/versioned', { user: 'ada' })).toBe('first true');
    expect(await app.text('/v1/access/versioned', { user: 'bob' })).toBe('first false');
    expect(await app.text('/v2/access/versioned', { user: 'ada' })).toBe('second true');
    expect(await app.status('/v2/access/versioned', { user: 'bob' })).toBe(404);
  });

  it('find the user in every version in a header', async () => {
    const app = await start(shop(versioned), (nest) =>
      nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    );
    const version = (number: string, user: string) =>
      app.ask('/access/versioned', { user, headers: { 'x-version': number } });
    expect(await version('1', 'bob')).toMatchObject({ status: 200, text: 'first false' });
    expect(await version('2', 'ada')).toMatchObject({ status: 200, text: 'second true' });
    expect(await version('2', 'bob')).toMatchObject({ status: 404 });
  });

  it('leave unknown routes unchanged', async () => {
    const app = await start(shop(parts), (nest) => nest.setGlobalPrefix('api'));
    for (const path of ['/api/absent', '/api/access/absent']) {
      expect(await app.ask(path, { user: 'ada' })).toMatchObject({
        status: 404,
        text: JSON.stringify({ message: `Cannot GET ${path}`, error: 'Not Found', statusCode: 404 }),
      });
    }
    expect(await app.status('/access', { user: 'ada' })).toBe(404);
    expect(await app.status('/api/access', { method: 'POST', user: 'ada' })).toBe(404);
  });
});
