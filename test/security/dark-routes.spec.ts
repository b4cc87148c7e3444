import { describe, expect, it } from '@jest/globals';
import {
  All,
  BadRequestException,
  Body,
  Catch,
  Controller,
  Get,
  Header,
  HttpCode,
  HttpException,
  NotFoundException,
  Redirect,
  Render,
  Sse,
  UseFilters,
  UseGuards,
  UseInterceptors,
  VersioningType,
  applyDecorators,
  type ArgumentsHost,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { of } from 'rxjs';
import {
  AbstractFlagGuard,
  FeatureFlag,
  FeatureFlagsModule,
  FlagGuard,
  FlagInterceptor,
  RequireFlag,
} from '../../lib/index.js';
import { shop } from '../e2e/module/apps.js';
import { adapters, httpApps, type HttpApp } from '../support/http-app.js';
import { rawAnswer } from '../support/raw-http.js';

const FLAG = 'secret_launch';
const initialFlags = { [FLAG]: false };

class LaunchGuard extends AbstractFlagGuard {
  protected override requirement(_context: ExecutionContext): string {
    return FLAG;
  }
}

const gates: readonly (readonly [string, MethodDecorator])[] = [
  ['FlagGuard', UseGuards(FlagGuard(FLAG))],
  ['a guard that extends AbstractFlagGuard', UseGuards(LaunchGuard)],
  ['FlagInterceptor', UseInterceptors(FlagInterceptor(FLAG))],
  ['@RequireFlag', RequireFlag(FLAG)],
  ['@FeatureFlag without a fallback', FeatureFlag(FLAG)],
];

function required(): never {
  throw new BadRequestException('"name" is required');
}

/** Routes with everything that Nest does for a route before or around its handler. */
function launchController(gate: MethodDecorator, more: ClassDecorator = () => {}): Type {
  @more
  @Controller('launch')
  class LaunchController {
    @All()
    @Header('X-Launch', 'soon')
    @Header('Cache-Control', 'max-age=60')
    @HttpCode(202)
    @gate
    launch() {
      return { launched: true };
    }

    @Get('redirect')
    @Redirect('/elsewhere', 301)
    @gate
    redirect() {}

    @Get('page')
    @Render('page')
    @gate
    page() {
      return {};
    }

    @Sse('events')
    @gate
    events() {
      return of({ data: 'launched' });
    }

    @All('checked')
    @gate
    checked(@Body({ transform: required }) _body: unknown) {
      return 'launched';
    }

    @Get('items/:id')
    @gate
    item() {
      return 'launched';
    }
  }
  return LaunchController;
}

type Sent = readonly [name: string, method: string, path: string, headers?: readonly string[], body?: string];

const requests: readonly Sent[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((method) => [method, method, '/launch'] as const),
  ['a query', 'GET', '/launch?page=1&x=%20"'],
  ['a trailing slash', 'GET', '/launch/'],
  ['another case', 'GET', '/LAUNCH'],
  ['encoded characters', 'GET', '/%6Caunch'],
  ['an encoded parameter', 'GET', '/launch/items/a%2Fb%C3%A4'],
  ['an empty segment', 'GET', '//launch'],
  ['another method', 'POST', '/launch/page'],
  ['a preflight', 'OPTIONS', '/launch', ['Origin: https://other.test', 'Access-Control-Request-Method: PUT']],
  ['a redirect', 'GET', '/launch/redirect'],
  ['a page', 'GET', '/launch/page'],
  ['events', 'GET', '/launch/events', ['Accept: text/event-stream']],
  ['HEAD of events', 'HEAD', '/launch/events'],
  ['a body that a pipe rejects', 'POST', '/launch/checked', ['Content-Type: application/json'], '{}'],
  ['a query that a pipe rejects', 'GET', '/launch/checked'],
  ['a body that is no JSON', 'POST', '/launch', ['Content-Type: application/json'], '{'],
  ['a form', 'PUT', '/launch', ['Content-Type: application/x-www-form-urlencoded'], 'a=b'],
  ['an empty body', 'POST', '/launch', ['Content-Type: application/json', 'Content-Length: 0']],
  ['a conditional request', 'GET', '/launch', ['If-None-Match: *']],
];

type Prepare = (nest: INestApplication) => unknown;

async function expectSame(
  { dark, absent }: { dark: HttpApp; absent: HttpApp },
  prefix = '',
  more: readonly string[] = [],
) {
  for (const [name, method, path, headers = [], body] of requests) {
    const target = path.replace(/^(\/?)(?=\/)/, `$1${prefix}`);
    const [actual, expected] = await Promise.all(
      [dark, absent].map(({ url }) => rawAnswer(url, method, target, [...headers, ...more], body)),
    );
    expect(`${name}: ${actual}`).toBe(`${name}: ${expected}`);
    expect(actual).not.toMatch(/secret|launched/i);
  }
}

describe.each(adapters)('A dark route on $name equals, byte for byte, a route that does not exist', (adapter) => {
  const start = httpApps(adapter);

  /** One application with the routes, and one that has never had them. */
  async function both(controllers: Type[], prepare: Prepare = () => {}, others: Type[] = [], providers: object[] = []) {
    const root = (routes: Type[]) =>
      shop({
        imports: [FeatureFlagsModule.forRoot({ initialFlags })],
        controllers: [...routes, ...others],
        providers: providers as never[],
      });
    return {
      dark: await start(root(controllers), (nest) => void prepare(nest)),
      absent: await start(root([]), (nest) => void prepare(nest)),
    };
  }

  it.each(gates)('behind %s, for every method, path and body', async (_name, gate) => {
    await expectSame(await both([launchController(gate)]));
  });

  it.each([
    ['a guard on its class', launchController(() => {}, UseGuards(FlagGuard(FLAG))), []],
    ['an interceptor on its class', launchController(() => {}, UseInterceptors(FlagInterceptor(FLAG))), []],
    ['a guard of the application', launchController(() => {}), [{ provide: APP_GUARD, useClass: FlagGuard(FLAG) }]],
    [
      'an interceptor of the application',
      launchController(() => {}),
      [{ provide: APP_INTERCEPTOR, useClass: FlagInterceptor(FLAG) }],
    ],
    ['an exception filter of its own', launchController(RequireFlag(FLAG), UseFilters(EveryErrorFilter())), []],
  ])('behind %s', async (_what, controller, providers) => {
    await expectSame(await both([controller], undefined, [], providers));
  });

  it.each<readonly [string, Prepare, string, string[]]>([
    ['a global prefix', (nest) => nest.setGlobalPrefix('api'), '/api', []],
    [
      'versions in the path',
      (nest) => nest.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
      '/v1',
      [],
    ],
    [
      'versions in a header',
      (nest) => nest.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '1' }),
      '',
      ['X-Version: 1'],
    ],
    ['CORS', (nest) => nest.enableCors({ origin: true, exposedHeaders: 'X-Total' }), '', []],
    ['a filter for all errors', (nest) => nest.useGlobalFilters(new (EveryErrorFilter())()), '', []],
    ['a page for unknown routes', (nest) => nest.useGlobalFilters(new NotFoundPageFilter()), '', []],
  ])('with %s', async (_what, prepare, prefix, headers) => {
    await expectSame(
      await both([launchController(applyDecorators(...gates.map(([, gate]) => gate)))], prepare),
      prefix,
      headers,
    );
  });
});

/** Shows everything that a filter can see of an error. */
function EveryErrorFilter(): Type<ExceptionFilter> {
  @Catch()
  class Filter implements ExceptionFilter {
    catch(error: HttpException, host: ArgumentsHost) {
      const seen = {
        name: error.name,
        message: error.message,
        response: error.getResponse(),
        status: error.getStatus(),
      };
      send(host, error.getStatus(), JSON.stringify(seen));
    }
  }
  return Filter;
}

@Catch(NotFoundException)
class NotFoundPageFilter implements ExceptionFilter {
  catch(_error: NotFoundException, host: ArgumentsHost) {
    send(host, 404, '<h1>Nothing here</h1>');
  }
}

function send(host: ArgumentsHost, status: number, text: string): void {
  const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: string): void } }>();
  response.status(status).send(text);
}
