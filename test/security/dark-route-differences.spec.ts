import { describe, expect, it } from '@jest/globals';
import {
  All,
  Controller,
  Get,
  Header,
  Injectable,
  Post,
  RequestMethod,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { FeatureFlagsModule, FlagGuard, RequireFlag } from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps, type Adapter } from '../support/http-app.js';
import { rawAnswer } from '../support/raw-http.js';

const initialFlags = { launch: false };

class SignedInGuard implements CanActivate {
  canActivate(): never {
    throw new UnauthorizedException();
  }
}

class LimitGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const response = context.switchToHttp().getResponse<{ header(name: string, value: string): void }>();
    response.header('X-RateLimit-Limit', '10');
    return true;
  }
}

@Injectable()
class LaunchService {
  @RequireFlag('launch')
  launch(): string {
    return 'launched';
  }
}

@Controller('launch')
class LaunchController {
  constructor(private readonly service: LaunchService) {}

  @Get('plain')
  @UseGuards(FlagGuard('launch'))
  plain() {}

  @Post('sent')
  @UseGuards(FlagGuard('launch'))
  sent() {}

  @Get('items/:id')
  @UseGuards(FlagGuard('launch'))
  item() {}

  @Get('private')
  @UseGuards(SignedInGuard, FlagGuard('launch'))
  private() {}

  @Get('limited')
  @UseGuards(LimitGuard, FlagGuard('launch'))
  limited() {}

  @Get('service')
  @Header('X-Launch', 'soon')
  byService() {
    return this.service.launch();
  }

  @Get('arguments')
  @Header('X-Launch', 'soon')
  @RequireFlag('launch', { context: () => ({ userId: 'ada' }) })
  byArguments() {}
}

/** A route for all paths that no other route has. */
function pagesController(path: string): Type {
  @Controller()
  class PagesController {
    @All(path)
    page(): string {
      return 'a page';
    }
  }
  return PagesController;
}

const [express, fastify] = adapters as [Adapter, Adapter];

/** What the application sends for a dark route, and what one without the route sends. */
function answersOf(adapter: Adapter) {
  const start = httpApps(adapter);
  return async (
    method: string,
    path: string,
    { prepare = () => {}, others = [], headers = [], body = '' }: Options = {},
  ): Promise<{ readonly dark: string; readonly absent: string }> => {
    const send = async (controllers: Type[]) => {
      const imports = [FeatureFlagsModule.forRoot({ initialFlags })];
      const app = await start(
        shop({ imports, controllers: [...controllers, ...others], providers: [LaunchService] }),
        prepare,
      );
      return await rawAnswer(app.url, method, path, headers, body);
    };
    return { dark: await send([LaunchController]), absent: await send([]) };
  };
}

interface Options {
  readonly prepare?: (nest: INestApplication) => void;
  readonly others?: Type[];
  readonly headers?: string[];
  readonly body?: string;
}

const statusOf = (answer: string) => Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]);

describe.each(adapters)('Remaining differences of a dark route on $name:', (adapter) => {
  const answers = answersOf(adapter);

  it('a guard before the gate answers first', async () => {
    const { dark, absent } = await answers('GET', '/launch/private');
    expect([statusOf(dark), statusOf(absent)]).toEqual([401, 404]);
  });

  it('headers that a guard before the gate has set are sent', async () => {
    const { dark, absent } = await answers('GET', '/launch/limited');
    expect(dark.replace(/^x-ratelimit-limit: 10\r\n/im, '')).toBe(absent);
    expect(dark).not.toBe(absent);
  });

  it.each(['/launch/service', '/launch/arguments'])(
    'a gate that is called within the handler sends the headers of the route, and the same body (%s)',
    async (path) => {
      const { dark, absent } = await answers('GET', path);
      expect(dark.replace(/^x-launch: soon\r\n/im, '')).toBe(absent);
      expect(dark).not.toBe(absent);
    },
  );
});

describe('Remaining differences of a dark route on Express:', () => {
  const answers = answersOf(express);

  it('a parameter that cannot be decoded is an error of the route', async () => {
    const { dark, absent } = await answers('GET', '/launch/items/%E0%A4%A');
    expect([statusOf(dark), statusOf(absent)]).toEqual([400, 404]);
  });

  it('a route that is excluded from the global prefix is answered by Nest, others outside it by Express', async () => {
    const exclude = [{ path: 'launch/plain', method: RequestMethod.ALL }];
    const prepare = (nest: INestApplication) => void nest.setGlobalPrefix('api', { exclude });
    const { dark } = await answers('GET', '/launch/plain', { prepare });
    const { absent } = await answers('GET', '/launch/other', { prepare });
    expect([dark, absent].map(statusOf)).toEqual([404, 404]);
    expect(dark).toContain('{"message":"Cannot GET /launch/plain"');
    expect(absent).toContain('<pre>Cannot GET /launch/other</pre>');
  });

  it('a route for all other paths answers, without any difference', async () => {
    const { dark, absent } = await answers('GET', '/launch/plain', { others: [pagesController('*path')] });
    expect(dark).toContain('a page');
    expect(dark).toBe(absent);
  });
});

describe('Remaining differences of a dark route on Fastify:', () => {
  const answers = answersOf(fastify);

  it('a route for all other paths does not answer', async () => {
    const { dark, absent } = await answers('GET', '/launch/plain', { others: [pagesController('*')] });
    expect(absent).toContain('a page');
    expect(dark).toContain('{"message":"Cannot GET /launch/plain","error":"Not Found","statusCode":404}');
  });

  it('a body of an unknown type is an error of the route', async () => {
    const headers = ['Content-Type: application/x-unknown'];
    const { dark, absent } = await answers('POST', '/launch/sent', { headers, body: 'abc' });
    expect([statusOf(dark), statusOf(absent)]).toEqual([415, 404]);
  });

  it('preHandler hooks of the application run twice', async () => {
    const { dark, absent } = await answers('GET', '/launch/plain', { prepare: countHookRuns });
    expect([dark, absent].map((answer) => /x-runs: (\d)/i.exec(answer)?.[1])).toEqual(['2', '1']);
  });
});

function countHookRuns(nest: INestApplication): void {
  const instance: Hooked = nest.getHttpAdapter().getInstance();
  instance.addHook('preHandler', (_request, reply, done) => {
    reply.header('X-Runs', Number(reply.getHeader('X-Runs') ?? 0) + 1);
    done();
  });
}

interface Hooked {
  addHook(
    name: 'preHandler',
    hook: (
      request: unknown,
      reply: { header(name: string, value: unknown): void; getHeader(name: string): unknown },
      done: () => void,
    ) => void,
  ): void;
}
