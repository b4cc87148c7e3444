import { setImmediate } from 'node:timers/promises';
import {
  Injectable,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import type { FlagContext } from '../../../../lib/engine/flag-context.js';
import type { FlagEvaluation } from '../../../../lib/engine/flag-evaluation.js';
import { FlagManager } from '../../../../lib/manager/flag-manager.js';
import { FlagContexts } from '../../../../lib/nest/context/flag-contexts.js';
import { FeatureFlag, RequireFlag } from '../../../../lib/nest/decorators/feature-flag.decorator.js';
import {
  CurrentFlagContext,
  FlagDetails,
  FlagEnabled,
  FlagValue,
  FlagVariant,
} from '../../../../lib/nest/decorators/flag-parameters.decorator.js';
import { VariantHandler } from '../../../../lib/nest/decorators/variant-handler.decorator.js';
import { FlagGuard } from '../../../../lib/nest/gates/flag.guard.js';
import { FlagInterceptor } from '../../../../lib/nest/gates/flag.interceptor.js';
import type { User } from './transport.js';

export const initialFlags = {
  premium_tier: { type: 'user_attribute', attributes: { plan: 'gold' } },
  theme: true,
  page_size: true,
  layout: {
    type: 'variant',
    variants: [
      { name: 'grid', weight: 1 },
      { name: 'list', weight: 1 },
    ],
    rules: [
      { when: { attribute: 'plan', op: 'equals', value: 'gold' }, serve: { variant: 'grid' } },
      { serve: { variant: 'list' } },
    ],
  },
} as const;

/** A service that is not told who the current user is. */
@Injectable()
export class PriceService {
  /** The users whose events were handled. */
  readonly notified: (string | undefined)[] = [];

  constructor(
    private readonly flags: FlagManager,
    private readonly contexts: FlagContexts,
  ) {}

  async price(): Promise<string> {
    await setImmediate();
    return this.flags.isEnabled('premium_tier') ? 'discount' : 'full price';
  }

  /** The current user, before, during and after asynchronous work. */
  async users(): Promise<string> {
    const users = [this.contexts.ambient()?.userId];
    for (let turn = 0; turn < 3; turn++) {
      await setImmediate();
      users.push(this.contexts.ambient()?.userId);
    }
    return JSON.stringify(users);
  }

  @RequireFlag('premium_tier')
  secret(): string {
    return 'secret price';
  }

  @RequireFlag({ not: 'premium_tier' })
  async standard(): Promise<string> {
    await setImmediate();
    return 'standard price';
  }

  notify(): void {
    this.notified.push(this.contexts.ambient()?.userId);
  }
}

/** The handlers of the table, for a transport. */
export interface ShopHandlers {
  readonly prices: PriceService;
}

/**
 * Creates the class of the handlers that every transport serves.
 *
 * @param on the decorator that registers a handler by its name
 */
export function shopHandlers(on: (name: string) => MethodDecorator): Type<ShopHandlers> {
  @Injectable()
  class Handlers implements ShopHandlers {
    constructor(readonly prices: PriceService) {}

    @on('guarded')
    @UseGuards(FlagGuard('premium_tier'))
    guarded() {
      return 'welcome';
    }

    @on('guardedByNot')
    @UseGuards(FlagGuard({ not: 'premium_tier' }))
    guardedByNot() {
      return 'welcome';
    }

    @on('intercepted')
    @UseInterceptors(FlagInterceptor('premium_tier'))
    intercepted() {
      return 'welcome';
    }

    @on('fallback')
    @UseInterceptors(FlagInterceptor('premium_tier', { fallback: async () => 'plain' }))
    fallback() {
      return 'fancy';
    }

    @on('featured')
    @FeatureFlag('premium_tier', { fallback: 'plain' })
    featured() {
      return 'fancy';
    }
    plain() {
      return 'plain';
    }

    @on('required')
    @RequireFlag('premium_tier')
    required() {
      return 'welcome';
    }

    @RequireFlag({ not: 'premium_tier' })
    @on('requiredByNot')
    async requiredByNot() {
      return 'welcome';
    }

    @on('routed')
    @VariantHandler('layout', { grid: 'grid', list: 'list' })
    routed() {
      return 'default';
    }
    grid() {
      return 'grid';
    }
    list() {
      return 'list';
    }

    @on('parameters')
    parameters(
      @FlagEnabled('premium_tier') enabled: boolean,
      @FlagVariant('theme', 'classic') variant: string,
      @FlagValue('page_size', 10) value: number,
      @FlagDetails('premium_tier') { reason }: FlagEvaluation,
      @CurrentFlagContext() { userId }: FlagContext,
    ) {
      return JSON.stringify({ enabled, variant, value, reason, userId });
    }

    @on('service')
    async service() {
      return await this.prices.price();
    }

    @on('users')
    async users() {
      return await this.prices.users();
    }

    @on('gatedService')
    gatedService() {
      return this.prices.secret();
    }

    @on('gatedByNotService')
    async gatedByNotService() {
      return await this.prices.standard();
    }
  }
  return Handlers;
}

/** The names of all handlers. */
export const HANDLERS = [
  'guarded',
  'guardedByNot',
  'intercepted',
  'fallback',
  'featured',
  'required',
  'requiredByNot',
  'routed',
  'parameters',
  'service',
  'users',
  'gatedService',
  'gatedByNotService',
] as const;

export type HandlerName = (typeof HANDLERS)[number];

/** A fake authentication: over HTTP it believes a header, in a microservice the payload. Sockets sign in on connecting. */
@Injectable()
export class DemoAuth implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    switch (execution.getType<'graphql' | 'http' | 'rpc' | 'ws'>()) {
      case 'http':
        signIn(execution.switchToHttp().getRequest());
        break;
      case 'graphql':
        signIn(execution.getArgs<unknown[]>().flatMap(requestIn)[0] ?? {});
        break;
      case 'rpc': {
        const rpc = execution.switchToRpc();
        rpc.getContext<{ user?: unknown }>().user = rpc.getData<{ user?: User }>().user;
        break;
      }
      default:
    }
    return true;
  }
}

interface DemoRequest {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  user?: User;
}

function signIn(request: DemoRequest): void {
  const id = request.headers?.['x-user-id'];
  if (id !== undefined) request.user = { id, plan: request.headers?.['x-user-plan'] ?? '' };
}

function requestIn(argument: unknown): DemoRequest[] {
  if (typeof argument !== 'object' || argument === null) return [];
  const { req, reply } = argument as { req?: DemoRequest; reply?: { request?: DemoRequest } };
  return [req ?? reply?.request ?? []].flat();
}

export function headersOf(user: User | undefined): Record<string, string> {
  return user === undefined ? {} : { 'x-user-id': user.id, 'x-user-plan': user.plan };
}
