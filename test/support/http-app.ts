import { afterEach } from '@jest/globals';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FlagManager } from '../../lib/index.js';

/** One of the HTTP frameworks that every expectation holds on. */
export interface Adapter {
  readonly name: string;
  readonly create: () => AbstractHttpAdapter;
}

export const adapters: readonly Adapter[] = [
  { name: 'Express', create: () => new ExpressAdapter() },
  { name: 'Fastify', create: () => new FastifyAdapter({ forceCloseConnections: true }) },
];

/** A request and its user; see {@link SignInGuard}. */
export interface HttpRequest extends RequestInit {
  readonly user?: string;
  readonly plan?: string;
}

/** What came back, its body read. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An application that listens on a port of its own. */
export class HttpApp {
  private constructor(
    readonly nest: INestApplication,
    readonly url: string,
  ) {}

  static async start(
    adapter: Adapter,
    module: Type | DynamicModule,
    prepare?: (nest: INestApplication) => unknown,
  ): Promise<HttpApp> {
    const nest = await NestFactory.create(module, adapter.create(), {
      logger: false,
      abortOnError: false,
      forceCloseConnections: true,
    });
    await prepare?.(nest);
    try {
      await nest.listen(0, '127.0.0.1');
    } catch (error) {
      await nest.close();
      throw error;
    }
    return new HttpApp(nest, await nest.getUrl());
  }

  get flags(): FlagManager {
    return this.nest.get(FlagManager, { strict: false });
  }

  open(path: string, { user, plan, ...init }: HttpRequest = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (user !== undefined) headers.set('x-user-id', user);
    if (plan !== undefined) headers.set('x-user-plan', plan);
    return fetch(this.url + path, { ...init, headers });
  }

  async ask(path: string, request?: HttpRequest): Promise<HttpAnswer> {
    const response = await this.open(path, request);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** The body of an answer that must be a success. */
  async text(path: string, request?: HttpRequest): Promise<string> {
    const { status, text } = await this.ask(path, request);
    if (status >= 400) throw new Error(`${path} answered ${status}: ${text}`);
    return text;
  }

  async json(path: string, request?: HttpRequest): Promise<unknown> {
    return JSON.parse(await this.text(path, request));
  }

  async status(path: string, request?: HttpRequest): Promise<number> {
    return (await this.ask(path, request)).status;
  }

  /** Sends data as a JSON body. */
  post(path: string, data: unknown, request: HttpRequest = {}): Promise<string> {
    return this.text(path, {
      ...request,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(data),
    });
  }

  close(): Promise<void> {
    return this.nest.close();
  }
}

/** Starts applications on an adapter; each is closed when its test is over. */
export function httpApps(
  adapter: Adapter,
): (module: Type | DynamicModule, prepare?: (nest: INestApplication) => unknown) => Promise<HttpApp> {
  const running: HttpApp[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((app) => app.close()));
  });
  return async (module, prepare) => {
    const app = await HttpApp.start(adapter, module, prepare);
    running.push(app);
    return app;
  };
}
