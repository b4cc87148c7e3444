import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  UseInterceptors,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import {
  AbstractFlagGuard,
  FeatureFlag,
  FlagGuard,
  FlagInterceptor,
  RequireFlag,
  type FlagRequirement,
} from '../../../lib/index.js';

/** What only the inside of an open gate answers. */
export const OPEN = 'the gate is open';

export interface Gates {
  readonly controllers: readonly Type[];
  readonly providers: readonly Type[];
  /** One route for each kind of gate. */
  readonly paths: readonly string[];
}

/** A gate of every kind on one requirement, below a path. */
export function gatesOn(requirement: FlagRequirement, at: string): Gates {
  @Injectable()
  class GatedService {
    @FeatureFlag(requirement)
    method() {
      return OPEN;
    }

    @FeatureFlag(requirement)
    async asyncMethod() {
      return await Promise.resolve(OPEN);
    }

    @FeatureFlag(requirement, { fallback: 'closed' })
    withFallback() {
      return OPEN;
    }

    @FeatureFlag(requirement, { fallback: () => Promise.resolve('closed') })
    async asyncWithFallback() {
      return await Promise.resolve(OPEN);
    }

    @RequireFlag(requirement)
    required() {
      return OPEN;
    }

    @RequireFlag(requirement)
    async asyncRequired() {
      return await Promise.resolve(OPEN);
    }

    closed() {
      return 'closed';
    }
  }

  @Controller(`${at}/methods`)
  class MethodsController {
    constructor(private readonly service: GatedService) {}

    @Get('guard')
    @UseGuards(FlagGuard(requirement))
    guard() {
      return OPEN;
    }

    @Get('interceptor')
    @UseInterceptors(FlagInterceptor(requirement))
    interceptor() {
      return OPEN;
    }

    @Get('interceptor-with-fallback')
    @UseInterceptors(FlagInterceptor(requirement, { fallback: 'closed' }))
    interceptorWithFallback() {
      return OPEN;
    }

    @Get('handler')
    @FeatureFlag(requirement)
    handler() {
      return OPEN;
    }

    @Get('method')
    method() {
      return this.service.method();
    }

    @Get('async-method')
    asyncMethod() {
      return this.service.asyncMethod();
    }

    @Get('method-with-fallback')
    withFallback() {
      return this.service.withFallback();
    }

    @Get('async-method-with-fallback')
    asyncWithFallback() {
      return this.service.asyncWithFallback();
    }

    @Get('required')
    required() {
      return this.service.required();
    }

    @Get('async-required')
    asyncRequired() {
      return this.service.asyncRequired();
    }
  }

  @Controller(`${at}/class`)
  @UseGuards(FlagGuard(requirement))
  class GuardedController {
    @Get('guard')
    guard() {
      return OPEN;
    }
  }

  @Controller(`${at}/class-interceptor`)
  @UseInterceptors(FlagInterceptor(requirement))
  class InterceptedController {
    @Get('interceptor')
    interceptor() {
      return OPEN;
    }
  }

  @Controller(`${at}/global`)
  class GloballyGuardedController {
    @Get('guard')
    guard() {
      return OPEN;
    }
  }
  requirements.set(GloballyGuardedController, requirement);

  const methods = ['guard', 'interceptor', 'interceptor-with-fallback', 'handler', 'method', 'async-method']
    .concat('method-with-fallback', 'async-method-with-fallback', 'required', 'async-required')
    .map((name) => `methods/${name}`);
  const paths = [...methods, 'class/guard', 'class-interceptor/interceptor', 'global/guard'];
  return {
    controllers: [MethodsController, GuardedController, InterceptedController, GloballyGuardedController],
    providers: [GatedService],
    paths: paths.map((path) => `/${at}/${path}`),
  };
}

const requirements = new WeakMap<Type, FlagRequirement>();

/** A guard of all routes, which gates those of one controller: the others have gates of their own. */
@Injectable()
export class GlobalGuard extends AbstractFlagGuard {
  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return requirements.has(context.getClass()) ? super.canActivate(context) : true;
  }

  protected override requirement(context: ExecutionContext): FlagRequirement {
    return requirements.get(context.getClass()) ?? 'nobody-defines-this';
  }
}
