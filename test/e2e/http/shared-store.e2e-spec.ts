import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import { FlagGuard, FlagManager, FlagVariant, MemoryStore, type FlagDefinitions } from '../../../lib/index.js';
import { eventually } from '../../support/eventually.js';
import { adapters, httpApps, type HttpApp } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

@Injectable()
class Themes {
  constructor(private readonly flags: FlagManager) {}

  current(): string {
    return this.flags.getVariant('theme', 'none');
  }
}

@Controller()
class ThemeController {
  constructor(private readonly themes: Themes) {}

  @Get('parameter')
  parameter(@FlagVariant('theme', 'none') theme: string): string {
    return theme;
  }

  @Get('guard')
  @UseGuards(FlagGuard('checkout'))
  guard(): string {
    return this.themes.current();
  }

  @Get('ungated')
  ungated(): string {
    return this.themes.current();
  }
}

/** A theme that nearly everyone draws as the given one. */
function mostly(favourite: 'modern' | 'bold'): FlagDefinitions {
  const weight = (name: string) => (name === favourite ? 100_000 : 1);
  const variants = ['modern', 'bold'].map((name) => ({ name, weight: weight(name) }));
  return { checkout: true, theme: { type: 'variant', variants, sticky: {} } };
}

const users = Array.from({ length: 10 }, (_, i) => `customer-${i}`);

describe.each(adapters)('Two applications that share a store, on $name', (adapter) => {
  const start = httpApps(adapter);
  const parts = { controllers: [ThemeController], providers: [Themes] };

  async function two(): Promise<readonly [HttpApp, HttpApp, MemoryStore]> {
    const store = new MemoryStore();
    const options = { store };
    const one = await start(shop({ ...parts, flags: mostly('modern'), options }));
    return [one, await start(shop({ ...parts, flags: mostly('bold'), options })), store];
  }

  it('share a kill switch, and a saved flag', async () => {
    const [one, other] = await two();
    await one.flags.disable('checkout', { actor: 'ops' });
    expect(await other.status('/guard')).toBe(404);
    await other.flags.clearOverride('checkout', { actor: 'ops' });
    expect(await one.status('/guard')).toBe(200);
    await one.flags.saveFlag('checkout', false, { actor: 'ops' });
    expect(await other.status('/guard')).toBe(404);
    expect((await one.flags.getAuditLog()).entries).toEqual((await other.flags.getAuditLog()).entries);
  });

  it.each(['/parameter', '/guard'])('keep the variant of a user, whichever serves %s', async (path) => {
    const [one, other, store] = await two();
    for (const user of users) expect(await one.text(path, { user })).toBe('modern');
    const units = users.map((user) => `userId:${user}`);
    await eventually(() => expect(store.readSticky(units)).toHaveLength(users.length)); // written asynchronously
    for (const user of users) expect(await other.text(path, { user })).toBe('modern');
    expect(await other.text(path, { user: 'newcomer' })).toBe('bold');
  });

  it('take over what the other has written first if no gate has evaluated the flag', async () => {
    const [one, other, store] = await two();
    const user = 'customer-0';
    await one.text('/parameter', { user });
    await eventually(() => expect(store.readSticky([`userId:${user}`])).toHaveLength(1));
    expect(await other.text('/ungated', { user })).toBe('bold'); // drawn again, because this instance had not read it
    await eventually(async () => expect(await other.text('/ungated', { user })).toBe('modern'));
  });
});
