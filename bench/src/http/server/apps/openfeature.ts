import { Controller, Get, Module, type ExecutionContext } from '@nestjs/common';
import { OpenFeatureModule, RequireFlagsEnabled } from '@openfeature/nestjs-sdk';
import { InMemoryProvider } from '@openfeature/server-sdk';
import { checkoutOf, type Checkout } from '../checkout.js';
import type { ShopRequest } from '../shop-user.js';

@Controller()
class GatedController {
  @Get('checkout')
  @RequireFlagsEnabled({ flags: [{ flagKey: 'new_checkout' }] })
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

/** As its README says: the module's `contextFactory` tells the user, for the whole request. */
@Module({
  imports: [
    OpenFeatureModule.forRoot({
      contextFactory: (execution: ExecutionContext) => {
        const { user } = execution.switchToHttp().getRequest<ShopRequest>();
        return { targetingKey: user.id, country: user.country, plan: user.plan };
      },
      defaultProvider: new InMemoryProvider({
        new_checkout: {
          disabled: false,
          variants: { on: true, off: false },
          defaultVariant: 'off',
          contextEvaluator: (context) => (context['plan'] === 'beta' ? 'on' : 'off'),
        },
      }),
    }),
  ],
  controllers: [GatedController],
})
export class OpenFeatureApp {}
