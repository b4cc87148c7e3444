import type { HttpServer } from '@nestjs/common';
import type { Plan } from './messages.js';
import type { ShopRequest } from './shop-user.js';

type Hook = (request: ShopRequest, reply: unknown, done: () => void) => void;

/** Stands for authentication: puts a user on each request, in all rows alike. */
export class Authentication {
  /** The plan of everyone who asks. */
  plan: Plan = 'beta';

  /** Mounts it in front of everything else. */
  mount(adapter: HttpServer, authenticate: (request: ShopRequest) => void): void {
    const hook: Hook = (request, _reply, done) => {
      authenticate(request);
      done();
    };
    if (adapter.getType() === 'fastify') {
      const fastify: { addHook(name: 'onRequest', hook: Hook): void } = adapter.getInstance();
      fastify.addHook('onRequest', hook);
    } else {
      adapter.use(hook);
    }
  }

  /** As a JWT leaves it: an object of its own for each request. */
  readonly setUser = (request: ShopRequest): void => {
    request.user = { id: 'user-42', country: 'DE', plan: this.plan };
  };

  /** {@link setUser}, and the property that nest-feature-guard reads; with the plan `free`, of a user who is not listed. */
  readonly setUserAndId = (request: ShopRequest): void => {
    this.setUser(request);
    request.__user_id = this.plan === 'beta' ? request.user.id : 'user-43';
  };
}
