import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Module, type NestModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { UngatedController } from './ungated.controller.js';

type Hook = (request: object, reply: unknown, done: () => void) => void;

/** What knowing the request everywhere costs by itself: `AsyncLocalStorage.run`, mounted where the module mounts it. */
@Module({ controllers: [UngatedController] })
export class AlsApp implements NestModule {
  readonly #requests = new AsyncLocalStorage<object>();

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  configure(): void {
    const { httpAdapter } = this.host;
    const hook: Hook = (request, _reply, done) => this.#requests.run(request, done);
    if (httpAdapter.getType() === 'fastify') {
      const fastify: { addHook(name: 'preHandler', hook: Hook): void } = httpAdapter.getInstance();
      fastify.addHook('preHandler', hook);
    } else {
      httpAdapter.use(hook);
    }
  }
}
