import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, Post, UseGuards } from '@nestjs/common';
import {
  FeatureFlag,
  FlagEnabled,
  FlagGuard,
  FlagManager,
  WithFlagContext,
  type FlagDefinitions,
  type FlagRequest,
} from '../../../lib/index.js';
import { adapters, httpApps } from '../../support/http-app.js';
import { shop } from './support/shop.module.js';

const flags: FlagDefinitions = { early_access: { type: 'user_list', users: ['ada'] } };

const idOf = ({ user }: FlagRequest) => (user as { readonly id: string } | undefined)?.id;

/** A singleton that is called by requests and by jobs. */
@Injectable()
class Mails {
  constructor(private readonly manager: FlagManager) {}

  isEarly(): boolean {
    return this.manager.isEnabled('early_access');
  }

  @FeatureFlag('early_access', { fallback: () => 'old' })
  theme(): string {
    return 'new';
  }

  @WithFlagContext((recipient: string) => ({ userId: recipient }))
  async send(_recipient: string): Promise<string> {
    await setImmediate();
    return `${this.theme()} ${this.isEarly()}`;
  }
}

@Controller()
class MailController {
  constructor(
    private readonly manager: FlagManager,
    private readonly mails: Mails,
  ) {}

  /** What the request's user has, before, within and after work for the recipient. */
  @Get('mails/:recipient')
  async mail(@Param('recipient') recipient: string, @FlagEnabled('early_access') sender: boolean): Promise<unknown> {
    const before = this.mails.isEarly();
    const within = await this.manager.runWith({ userId: recipient }, async () => {
      await setImmediate();
      return [this.mails.isEarly(), this.mails.theme()];
    });
    return { sender, before, within, sent: await this.mails.send(recipient), after: this.mails.isEarly() };
  }

  @Get('early')
  @UseGuards(FlagGuard('early_access'))
  early(): boolean {
    return this.mails.isEarly();
  }

  @Post('kill')
  async kill(): Promise<void> {
    await this.manager.runWith({ userId: 'eve' }, () => this.manager.disable('early_access', { expiresIn: '1h' }));
  }
}

describe.each(adapters)('Within a request on $name, runWith', (adapter) => {
  const start = httpApps(adapter);
  const parts = { flags, controllers: [MailController], providers: [Mails] };

  it('replaces the user of the request until its function has ended', async () => {
    const app = await start(shop(parts));
    const [forAda, forEve] = await Promise.all([
      app.json('/mails/ada', { user: 'eve' }),
      app.json('/mails/eve', { user: 'ada' }),
    ]);
    expect(forAda).toEqual({
      sender: false,
      before: false,
      within: [true, 'new'],
      sent: 'new true',
      after: false,
    });
    expect(forEve).toEqual({
      sender: true,
      before: true,
      within: [false, 'old'],
      sent: 'old false',
      after: true,
    });
  });

  it('is overruled by the request that is handled within it', async () => {
    const app = await start(shop(parts));
    const status = await app.flags.runWith({ userId: 'ada' }, () => app.status('/early', { user: 'eve' }));
    expect(status).toBe(404);
  });

  it('applies without the ambient context of requests, too', async () => {
    const app = await start(shop({ ...parts, options: { ambientContext: false } }));
    const seen = await app.json('/mails/ada', { user: 'eve' });
    expect(seen).toMatchObject({ sender: false, within: [true, 'new'], sent: 'new true' });
  });

  it('keeps the actor of the request for changes', async () => {
    const app = await start(shop({ ...parts, options: { actorResolver: idOf } }));
    await app.post('/kill', {}, { user: 'olga' });
    await app.post('/kill', {});
    const { entries } = await app.flags.getAuditLog();
    expect(entries.map(({ actor }) => actor)).toEqual(['unknown', 'olga']);
  });
});
