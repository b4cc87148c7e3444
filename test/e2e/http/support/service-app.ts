import { Controller, Get, Inject, type Provider, type Type } from '@nestjs/common';
import type { FlagDefinitions } from '../../../../lib/index.js';
import { httpApps, type Adapter, type HttpApp } from '../../../support/http-app.js';
import { shop } from './shop.module.js';

export const checkoutFlags: FlagDefinitions = {
  new_checkout: false,
  express_checkout: false,
  new_search: true,
  early_access: { type: 'user_list', users: ['ada'] },
};

/** Starts an application whose only route, `/answer`, answers what `ask` makes of the service. */
export function serviceApps(adapter: Adapter) {
  const start = httpApps(adapter);
  return async <T>(
    Service: Type<T>,
    ask: (service: T) => unknown,
    providers: Provider[] = [],
    options: Parameters<typeof shop>[0]['options'] = {},
  ): Promise<HttpApp> => {
    @Controller()
    class QuestionController {
      constructor(@Inject(Service) private readonly service: T) {}

      @Get('answer')
      answer(): unknown {
        return ask(this.service);
      }
    }
    return await start(
      shop({ flags: checkoutFlags, options, providers: [Service, ...providers], controllers: [QuestionController] }),
    );
  };
}
