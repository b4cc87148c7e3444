import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Param,
  Scope,
  UseGuards,
  VERSION_NEUTRAL,
  Version,
  VersioningType,
  type CanActivate,
  type MiddlewareConsumer,
  type NestModule,
  type Type,
} from '@nestjs/common';
import { FeatureFlagsModule, FlagGuard } from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps, type Adapter } from '../support/http-app.js';
import { rawAnswer } from '../support/raw-http.js';

const imports = [FeatureFlagsModule.forRoot({ initialFlags: { launch: false } })];
const statusOf = (answer: string) => Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]);
const [express, fastify] = adapters as [Adapter, Adapter];

@Controller('users')
class UsersController {
  @Get('export')
  @UseGuards(FlagGuard('launch'))
  export() {}

  @Get(':id')
  user(@Param('id') id: string): string {
    return id;
  }
}

@Controller('reports')
class ReportsController {
  @Get()
  @Version('1')
  @UseGuards(FlagGuard('launch'))
  first() {}

  @Get()
  @Version(VERSION_NEUTRAL)
  any(): string {
    return 'reports';
  }
}

describe.each([
  { adapter: express, status: 200 },
  { adapter: fastify, status: 404 },
])('A route behind a dark one on $adapter.name', ({ adapter, status }) => {
  const start = httpApps(adapter);

  it(`answers ${status} for the dark path that it matches as well`, async () => {
    const app = await start(shop({ imports, controllers: [UsersController] }));
    expect(statusOf(await rawAnswer(app.url, 'GET', '/users/export'))).toBe(status);
    expect(statusOf(await rawAnswer(app.url, 'GET', '/users/ada'))).toBe(200);
  });

  it(`answers ${status} for the dark version when it is version-neutral`, async () => {
    const app = await start(shop({ imports, controllers: [ReportsController] }), (nest) =>
      nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    );
    expect(statusOf(await rawAnswer(app.url, 'GET', '/reports', ['x-version: 1']))).toBe(status);
    expect(statusOf(await rawAnswer(app.url, 'GET', '/reports', ['x-version: 2']))).toBe(200);
  });
});

describe.each(adapters)('The code around a dark route on $name', (adapter) => {
  const start = httpApps(adapter);

  it('includes the middleware that is bound to its controller', async () => {
    @Module({ imports, controllers: [UsersController] })
    class UsersModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
            response.setHeader('x-middleware', 'ran');
            next();
          })
          .forRoutes(UsersController);
      }
    }
    const app = await start(UsersModule);
    expect(await rawAnswer(app.url, 'GET', '/users/export')).toMatch(/^x-middleware: ran\r$/im);
  });

  it('includes the constructor of its request-scoped controller', async () => {
    let created = 0;
    @Controller({ path: 'launch', scope: Scope.REQUEST })
    class LaunchController {
      constructor() {
        created++;
      }
      @Get()
      @UseGuards(FlagGuard('launch'))
      launch() {}
    }
    const app = await start(shop({ imports, controllers: [LaunchController] }));
    expect(statusOf(await rawAnswer(app.url, 'GET', '/launch'))).toBe(404);
    expect(created).toBe(1);
  });
});

describe('A dark route of two patterns on Express', () => {
  const start = httpApps(express);

  it('runs its earlier guards once for each pattern', async () => {
    let calls = 0;
    @Injectable()
    class CountingGuard implements CanActivate {
      canActivate(): boolean {
        calls++;
        return true;
      }
    }
    @Controller('launch')
    class LaunchController {
      @Get(['today', ':day'])
      @UseGuards(CountingGuard, FlagGuard('launch'))
      launch() {}
    }
    const controllers: Type[] = [LaunchController];
    const app = await start(shop({ imports, controllers }));
    expect(statusOf(await rawAnswer(app.url, 'GET', '/launch/today'))).toBe(404);
    expect(calls).toBe(2);
  });
});
