import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards, type Type } from '@nestjs/common';
import { AbstractFlagGuard, FeatureFlagsModule, type FlagRequirement } from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';
import { RecordingLogger } from '../support/recording-logger.js';

const initialFlags = { on: true, off: false };

const malformed: readonly [string, unknown][] = [
  ['a flag beside not', { not: 'off', flag: 'off' }],
  ['a flag beside all', { all: ['on'], flag: 'off' }],
  ['two operators', { not: 'off', all: ['off'] }],
  ['an unknown member beside not', { not: 'off', unless: 'on' }],
  ['a list', ['on']],
  ['an empty list', { all: [] }],
  ['no requirement', undefined],
  ['a promise', Promise.resolve('on')],
  ['an inherited operator', Object.create({ not: 'off' })],
  ['a malformed one beside one that holds', { any: ['on', { not: 'off', flag: 'off' }] }],
];

function guardOf(members: object): Type<AbstractFlagGuard> {
  @Injectable()
  class OwnGuard extends AbstractFlagGuard {
    protected override requirement(): FlagRequirement {
      return { not: 'on' };
    }
  }
  Object.defineProperties(OwnGuard.prototype, Object.getOwnPropertyDescriptors(members));
  return OwnGuard;
}

describe.each(adapters)('A guard of the application on $name', (adapter) => {
  const start = httpApps(adapter);
  const statusWith = async (members: object) => {
    @Controller()
    class ShopController {
      @Get()
      @UseGuards(guardOf(members))
      open(): string {
        return 'open';
      }
    }
    const imports = [FeatureFlagsModule.forRoot({ initialFlags, logger: new RecordingLogger() })];
    return await (await start(shop({ imports, controllers: [ShopController] }))).status('/');
  };

  it.each(malformed)('is closed by a requirement that is %s', async (_, requirement) => {
    expect(await statusWith({ requirement: () => requirement })).toBe(500);
  });

  it.each([
    ['a key', 'on', 200],
    ['not', { not: 'off' }, 200],
    ['a member that is undefined', { not: 'off', flag: undefined }, 200],
    ['several levels', { all: ['on', { any: ['off', { not: 'off' }] }] }, 200],
    ['one that does not hold', { all: ['on', 'off'] }, 404],
  ])('is decided by %s', async (_, requirement, status) => {
    expect(await statusWith({ requirement: () => requirement })).toBe(status);
  });

  it.each([
    ['text', 'no', 404],
    ['an object', {}, 404],
    ['a promise of text', Promise.resolve('no'), 404],
    ['a number', 1, 404],
    ['true', true, 200],
    ['a promise of true', Promise.resolve(true), 200],
  ])('opens only if holds() returns true (%s)', async (_, holds, status) => {
    expect(await statusWith({ holds: () => holds })).toBe(status);
  });
});
