import {
  Injectable,
  Logger,
  Module,
  type CanActivate,
  type ExecutionContext,
  type LoggerService,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { FeatureFlagsModule, MemoryStore } from '../../lib/index.js';
import { adapters, httpApps } from '../support/http-app.js';
import { ChangeLog } from './recipes/audit-log/change-log.service.js';
import { FlagOperationsController } from './recipes/audit-log/flag-operations.controller.js';

@Injectable()
class AuthGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<{ headers: Record<string, string>; user?: object }>();
    const email = request.headers['x-user-id'];
    if (email !== undefined) request.user = { email, roles: email.startsWith('ops') ? ['flag-operator'] : [] };
    return true;
  }
}

describe.each(adapters)('The operations of the audit log page on $name', (adapter) => {
  const start = httpApps(adapter);
  const ops = { user: 'ops@shop.example' };
  const json = { 'content-type': 'application/json' };

  async function shop() {
    @Module({
      imports: [FeatureFlagsModule.forRoot({ store: new MemoryStore(), initialFlags: { new_checkout: true } })],
      controllers: [FlagOperationsController],
      providers: [{ provide: APP_GUARD, useClass: AuthGuard }, ChangeLog],
    })
    class Root {}
    const app = await start(Root);
    const put = (user: string, body: object) =>
      app.status('/ops/flags/new_checkout/override', {
        user,
        method: 'PUT',
        headers: json,
        body: JSON.stringify(body),
      });
    return { app, put };
  }

  it('say who changed a flag, when, how and why', async () => {
    const { app, put } = await shop();
    expect(await put('ops@shop.example', { enabled: false, reason: 'payments are failing' })).toBe(200);
    expect(app.flags.isEnabled('new_checkout')).toBe(false);
    expect(await app.status('/ops/flags/new_checkout/override', { ...ops, method: 'DELETE' })).toBe(200);
    expect(await app.json('/ops/flags/new_checkout/history', ops)).toEqual({
      changes: [
        { time: expect.stringMatching(/Z$/), actor: 'ops@shop.example', action: 'override_cleared' },
        {
          time: expect.stringMatching(/Z$/),
          actor: 'ops@shop.example',
          action: 'override_set',
          reason: 'payments are failing',
        },
      ],
    });
  });

  it('are closed to everyone else', async () => {
    const { app, put } = await shop();
    expect(await put('ada@shop.example', { enabled: false, reason: '' })).toBe(403);
    expect(await app.status('/ops/flags/new_checkout/history')).toBe(403);
    expect(app.flags.isEnabled('new_checkout')).toBe(true);
  });

  it('are written to the log of the application', async () => {
    const lines: string[] = [];
    const { app, put } = await shop();
    app.nest.useLogger({ log: (line: string) => void lines.push(line) } as LoggerService);
    try {
      await put('ops@shop.example', { enabled: false, reason: 'payments are failing' });
      expect(lines).toEqual(['#1 ops@shop.example: override_set new_checkout (payments are failing)']);
    } finally {
      Logger.overrideLogger(false);
    }
  });
});
