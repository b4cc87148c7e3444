import fastifyCompress from '@fastify/compress';
import { ValidationPipe, VersioningType, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import compression from 'compression';
import helmet from 'helmet';
import { BearerGuard } from './bearer.guard.js';
import type { HostileHost } from './hostile-host.js';
import { HtmlExceptionFilter } from './html-exception.filter.js';
import { WrappingInterceptor } from './wrapping.interceptor.js';

const strict = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });
const wrapping = { provide: APP_INTERCEPTOR, useClass: WrappingInterceptor };
const html = { provide: APP_FILTER, useClass: HtmlExceptionFilter };
const bearer = { provide: APP_GUARD, useClass: BearerGuard };
const pipe = { provide: APP_PIPE, useValue: strict };
const token = { authorization: 'Bearer shop' };

/** Compresses every response, however small. */
async function compress(nest: INestApplication): Promise<void> {
  const adapter = nest.getHttpAdapter();
  if (adapter.getType() === 'fastify') await adapter.getInstance().register(fastifyCompress, { threshold: 0 });
  else nest.use(compression({ threshold: 0 }));
}

/** Applications as they are found, each with one habit, and at the end one with all of them. */
export const hostileHosts: readonly HostileHost[] = [
  { name: 'a global bearer guard', providers: [bearer], headers: token },
  { name: 'an interceptor that wraps responses', providers: [wrapping] },
  {
    name: 'wrapping by useGlobalInterceptors',
    prepare: (nest) => nest.useGlobalInterceptors(new WrappingInterceptor()),
  },
  { name: 'a strict ValidationPipe', providers: [pipe] },
  { name: 'a strict ValidationPipe by useGlobalPipes', prepare: (nest) => nest.useGlobalPipes(strict) },
  { name: 'an exception filter that sends HTML', providers: [html] },
  { name: 'compression', prepare: compress },
  { name: 'helmet', prepare: (nest) => nest.use(helmet()) },
  { name: 'CORS', prepare: (nest) => nest.enableCors({ origin: true, credentials: true }) },
  { name: 'a global prefix', prepare: (nest) => nest.setGlobalPrefix('api/shop'), prefix: '/api/shop' },
  {
    name: 'versions in the URI',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
  },
  {
    name: 'versions in a header',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version', defaultVersion: '1' }),
  },
  {
    name: 'versions in the media type',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=', defaultVersion: '1' }),
  },
  {
    name: 'versions by a function',
    prepare: (nest) =>
      nest.enableVersioning({ type: VersioningType.CUSTOM, extractor: () => '2', defaultVersion: '2' }),
  },
  {
    name: 'all of these at once',
    providers: [bearer, wrapping, html, pipe],
    prefix: '/api',
    headers: token,
    prepare: async (nest) => {
      await compress(nest);
      nest.use(helmet());
      nest.enableCors({ origin: true, credentials: true });
      nest.setGlobalPrefix('api');
      nest.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    },
  },
];
