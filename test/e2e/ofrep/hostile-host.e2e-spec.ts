import {
  Catch,
  Injectable,
  SetMetadata,
  UnauthorizedException,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
  type PipeTransform,
  HttpException,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost, Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import compression from 'compression';
import { describe, expect, it } from '@jest/globals';
import { map, type Observable } from 'rxjs';
import { adapters } from '../../support/http-app.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { EventClient } from './event-client.js';
import { ofrepApps } from './ofrep-app.js';

const Public = () => SetMetadata('isPublic', true);

/** Rejects everyone without a token, unless a route is public. */
@Injectable()
class BearerGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride('isPublic', [context.getHandler(), context.getClass()]) === true) return true;
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    if (headers['authorization'] === 'Bearer secret') return true;
    throw new UnauthorizedException();
  }
}

/** Wraps each response in an envelope. */
@Injectable()
class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data) => ({ data, ok: true })));
  }
}

/** Answers errors with a page. */
@Catch()
class HtmlFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(_error: unknown, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    this.host.httpAdapter.setHeader(response, 'Content-Type', 'text/html');
    this.host.httpAdapter.reply(response, '<h1>Sorry</h1>', 500);
  }
}

/** Rejects whatever a handler receives, like a strict `ValidationPipe` for types that it does not know. */
class StrictPipe implements PipeTransform {
  transform(): never {
    throw new HttpException('Invalid', 422);
  }
}

@Injectable()
class BrokenGuard implements CanActivate {
  canActivate(): boolean {
    throw new Error('postgres://admin:password@db');
  }
}

@Injectable()
class BusyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const response = context.switchToHttp().getResponse<{ header(name: string, value: string): unknown }>();
    response.header('Retry-After', '7');
    throw new HttpException('Too Many Requests', 429);
  }
}

const providers = [
  { provide: APP_GUARD, useClass: BearerGuard },
  { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  { provide: APP_FILTER, useClass: HtmlFilter },
];

function harden(nest: INestApplication): void {
  nest.useGlobalPipes(new StrictPipe());
  nest.enableCors({ origin: ['https://shop.example', 'https://admin.example'], exposedHeaders: ['X-Request-Id'] });
  if (nest.getHttpAdapter().getType() === 'express') nest.use(compression({ threshold: 0 }));
}

const visitor = { targetingKey: 'visitor-1' };
const origin = { origin: 'https://shop.example' };

describe.each(adapters)('OFREP in an application that changes responses on $name', (adapter) => {
  const start = ofrepApps(adapter);
  const host = { providers, prepare: harden };

  it('lets global guards decide, unless a decorator exempts its routes', async () => {
    const closed = await start({ public: true }, host);
    const { status, body } = await closed.evaluate(visitor);
    expect([status, body]).toStrictEqual([401, { errorCode: 'GENERAL', errorDetails: 'Unauthorized' }]);
    const open = await start({ public: true, decorators: [Public()] }, host);
    expect((await open.evaluate(visitor)).status).toBe(200);
  });

  it('answers in JSON what cannot be parsed', async () => {
    const app = await start({ public: true, decorators: [Public()] }, host);
    const headers = { 'content-type': 'application/json', ...origin };
    const broken = await app.send('', '/ofrep/v1/evaluate/flags', { body: '{', headers });
    expect([broken.status, broken.body]).toMatchObject([400, { errorCode: 'PARSE_ERROR' }]);
    expect(broken.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(await app.app.status('/other', { method: 'POST', body: '{', headers })).toBe(500); // the application's filter
  });

  it('reveals nothing of an unexpected error', async () => {
    const logger = new RecordingLogger();
    const app = await start({ guards: [BrokenGuard], decorators: [Public()], logger }, host);
    const { status, body } = await app.evaluate(visitor, { key: 'theme' });
    expect([status, body]).toStrictEqual([
      500,
      { key: 'theme', errorCode: 'GENERAL', errorDetails: 'Internal Server Error' },
    ]);
    expect(logger.errors).toHaveLength(1);
    expect(logger.errors[0]).toContain(
      'An OFREP request was answered with 500: it threw an Error, at BrokenGuard.canActivate',
    );
    expect(logger.errors[0]).not.toContain('password');
  });

  it('keeps the headers of a guard that limits the rate', async () => {
    const app = await start({ guards: [BusyGuard], decorators: [Public()] }, host);
    const { status, headers } = await app.evaluate(visitor);
    expect([status, headers.get('retry-after')]).toStrictEqual([429, '7']);
  });

  it('keeps the headers for other origins, and adds its own', async () => {
    const app = await start({ public: true, decorators: [Public()] }, host);
    const { headers } = await app.evaluate(visitor, { headers: origin });
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-expose-headers')).toBe('X-Request-Id, ETag, Retry-After');
    expect(headers.get('vary')).toContain('Origin');
    const client = await EventClient.open(app.app, '/ofrep/v1/events', { headers: origin });
    await client.connected();
    expect(client.response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    client.close();
  });

  it('sends events at once, although the application compresses responses', async () => {
    const app = await start({ public: true, decorators: [Public()] }, host);
    const client = await EventClient.open(app.app, '/ofrep/v1/events', { headers: { 'accept-encoding': 'gzip' } });
    await client.connected();
    await app.app.flags.disable('new_checkout', { actor: 'ops' });
    await client.received(1);
    expect(client.response.headers.get('content-encoding')).toBeNull();
    client.close();
  });

  it.each(['text', 'raw'] as const)('reads a body that another parser has read as %s', async (kind) => {
    const app = await start({ public: true }, { prepare: (nest) => leaveBodies(nest, kind) });
    expect((await app.evaluate(visitor)).status).toBe(200);
  });
});

/** Makes the framework read bodies without parsing them. */
function leaveBodies(nest: INestApplication, kind: 'text' | 'raw'): unknown {
  if (nest.getHttpAdapter().getType() === 'express') {
    return (nest as NestExpressApplication).useBodyParser(kind, { type: '*/*' });
  }
  return (nest as NestFastifyApplication).useBodyParser('application/json', {}, (_request, body, done) => {
    done(null, kind === 'text' ? body.toString() : body);
  });
}
