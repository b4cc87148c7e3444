import fastifyCompress from '@fastify/compress';
import { ValidationPipe, VersioningType, type INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import compression from 'compression';
import helmet from 'helmet';
import type { HttpAnswer } from '../../support/http-app.js';
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

const isUnauthorized = ({ status }: HttpAnswer) => status === 401;
const isNotFound = ({ status }: HttpAnswer) => status === 404;
const isWrapped = ({ text }: HttpAnswer) => text === '{"success":true,"data":{"name":"Lamp"}}';
const isHtml = ({ headers }: HttpAnswer) => headers.get('content-type')?.startsWith('text/html') === true;
const isCompressed = ({ headers }: HttpAnswer) => headers.get('content-encoding') === 'gzip';
const isRejected = { body: '{"name":"Lamp","color":"red"}', isShownBy: ({ status }: HttpAnswer) => status === 400 };

/** Compresses every response, however small. */
async function compress(nest: INestApplication): Promise<void> {
  const adapter = nest.getHttpAdapter();
  if (adapter.getType() === 'fastify') await adapter.getInstance().register(fastifyCompress, { threshold: 0 });
  else nest.use(compression({ threshold: 0 }));
}

/** Applications, each with one global setting that is common, and at the end one with all of them. */
export const hostileHosts: readonly HostileHost[] = [
  { name: 'a global bearer guard', providers: [bearer], headers: token, evidence: { isShownBy: isUnauthorized } },
  { name: 'an interceptor that wraps responses', providers: [wrapping], evidence: { isShownBy: isWrapped } },
  {
    name: 'an interceptor of useGlobalInterceptors',
    prepare: (nest) => nest.useGlobalInterceptors(new WrappingInterceptor()),
    evidence: { isShownBy: isWrapped },
  },
  { name: 'a strict ValidationPipe', providers: [pipe], evidence: isRejected },
  {
    name: 'a strict ValidationPipe of useGlobalPipes',
    prepare: (nest) => nest.useGlobalPipes(strict),
    evidence: isRejected,
  },
  {
    name: 'an exception filter that sends HTML',
    providers: [html],
    evidence: { path: '/nowhere', isShownBy: isHtml },
  },
  { name: 'compression', prepare: compress, evidence: { isShownBy: isCompressed } },
  {
    name: 'helmet',
    prepare: (nest) => nest.use(helmet()),
    evidence: { isShownBy: ({ headers }) => headers.has('content-security-policy') },
  },
  {
    name: 'CORS',
    prepare: (nest) => nest.enableCors({ origin: 'https://shop.example.com', credentials: true }),
    evidence: { isShownBy: ({ headers }) => headers.has('access-control-allow-credentials') },
  },
  {
    name: 'a global prefix',
    prepare: (nest) => nest.setGlobalPrefix('api/shop'),
    prefix: '/api/shop',
    evidence: { isShownBy: isNotFound },
  },
  {
    name: 'versions in the URI',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
    evidence: { isShownBy: isNotFound },
  },
  {
    name: 'versions in a header',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version', defaultVersion: '1' }),
    evidence: { isShownBy: isNotFound },
  },
  {
    name: 'versions in the media type',
    prepare: (nest) => nest.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=', defaultVersion: '1' }),
    evidence: { isShownBy: isNotFound },
  },
  {
    name: 'versions of a function',
    prepare: (nest) =>
      nest.enableVersioning({ type: VersioningType.CUSTOM, extractor: () => '7', defaultVersion: '1' }),
    evidence: { isShownBy: isNotFound },
  },
  {
    name: 'all of these at once',
    providers: [bearer, wrapping, html, pipe],
    prefix: '/api',
    headers: token,
    prepare: async (nest) => {
      await compress(nest);
      nest.use(helmet());
      nest.enableCors({ origin: 'https://shop.example.com', credentials: true });
      nest.setGlobalPrefix('api');
      nest.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    },
    evidence: {
      path: '/api/v1/products',
      isShownBy: (answer) => isUnauthorized(answer) && isHtml(answer) && isCompressed(answer),
    },
  },
];
