import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FeatureFlagsModule, FlagGuard, RequireFlag } from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps } from '../support/http-app.js';

@Controller('launch')
class LaunchController {
  @Get()
  @Header('X-Launch', 'soon')
  @RequireFlag('launch')
  launch() {
    return 'launched';
  }
}

let server: unknown;

describe('Applications that share a server and a controller', () => {
  const start = httpApps({ name: 'one Express', create: () => new ExpressAdapter(server) });

  const startWith = async (prefix: string, launch: boolean) =>
    await start(
      shop({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { launch } })], controllers: [LaunchController] }),
      (nest) => void nest.setGlobalPrefix(prefix),
    );

  it.each([
    [false, false],
    [true, false],
    [false, true],
  ])('evaluate their own flags before the headers of a route are set (%p, %p)', async (first, second) => {
    server = new ExpressAdapter().getInstance();
    await startWith('first', first);
    const app = await startWith('second', second);
    const answerOf = async (path: string) => {
      const { status, headers } = await app.ask(path);
      return [status, headers.get('x-launch')];
    };
    expect(await answerOf('/first/launch')).toEqual(first ? [200, 'soon'] : [404, null]);
    expect(await answerOf('/second/launch')).toEqual(second ? [200, 'soon'] : [404, null]);
  });
});

describe.each(adapters)('A closed route on $name whose guards have sent headers', (adapter) => {
  const start = httpApps(adapter);

  it('ends the response', async () => {
    const app = await start(
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags: { launch: false } })],
        controllers: [EventsController],
      }),
    );
    expect(await app.ask('/events')).toMatchObject({ status: 200, text: '' });
  });
});

class FlushGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const response = context.switchToHttp().getResponse<Flushable & { readonly raw?: Flushable }>();
    (response.raw ?? response).flushHeaders();
    return true;
  }
}

interface Flushable {
  flushHeaders(): void;
}

@Controller('events')
class EventsController {
  @Get()
  @UseGuards(FlushGuard, FlagGuard('launch'))
  events() {
    return 'launched';
  }
}
