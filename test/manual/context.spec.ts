import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FeatureFlagsModule, FlagManager } from '../../lib/index.js';
import { RecordedLog } from '../e2e/http/support/recorded-log.js';
import { adapters, httpApps } from '../support/http-app.js';
import { WhoamiController } from './recipes/context/whoami.controller.js';
import { signIn } from './sign-in.guard.js';

@Controller('service')
class ServiceController {
  constructor(private readonly flags: FlagManager) {}

  @Get()
  ask() {
    return { isOn: this.flags.isEnabled('beta') };
  }
}

describe.each(adapters)('A user who is anonymous on $name', (adapter) => {
  const start = httpApps(adapter);

  async function app(left: object, options: Parameters<typeof FeatureFlagsModule.forRoot>[0] = {}) {
    const logger = new RecordedLog();
    @Module({
      imports: [
        FeatureFlagsModule.forRoot({
          initialFlags: { beta: { type: 'user_list', users: ['ada'] } },
          logger,
          ...options,
        }),
      ],
      controllers: [WhoamiController, ServiceController],
      providers: [{ provide: APP_GUARD, useClass: signIn(left) }],
    })
    class Root {}
    const { json } = await start(Root).then((running) => ({ json: (path: string) => running.json(path) }));
    return json;
  }

  it('is known when authentication leaves the user in request.user', async () => {
    const json = await app({ user: { id: 'ada', plan: 'gold' } });
    expect(await json('/whoami')).toEqual({ userId: 'ada', userAttributes: { id: 'ada', plan: 'gold' } });
    expect(await json('/service')).toEqual({ isOn: true });
  });

  it('has no context when authentication leaves the user elsewhere, unless a contextResolver reads it', async () => {
    const left = { account: { id: 'ada' } };
    expect(await (await app(left))('/whoami')).toEqual({});
    const json = await app(left, {
      contextResolver: ({ account }: { account?: { id: string } }) => account && { userId: account.id },
    });
    expect(await json('/whoami')).toEqual({ userId: 'ada' });
  });

  it('has attributes and no id when no field is read as the id', async () => {
    const json = await app({ user: { email: 'ada@shop.example' } });
    expect(await json('/whoami')).toEqual({ userAttributes: { email: 'ada@shop.example' } });
  });

  it('is known to the handler and not to a service with ambientContext: false', async () => {
    const json = await app({ user: { id: 'ada' } }, { ambientContext: false });
    expect(await json('/whoami')).toMatchObject({ userId: 'ada' });
    expect(await json('/service')).toEqual({ isOn: false });
  });

  it('has no context when the contextResolver fails', async () => {
    const json = await app(
      { user: { id: 'ada' } },
      {
        contextResolver: () => {
          throw new Error('away');
        },
      },
    );
    expect(await json('/whoami')).toEqual({});
  });
});
