// What a team writes: compiled to ES modules and to CommonJS, against the packed library.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Injectable,
  Module,
  Post,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import {
  CurrentFlagContext,
  FeatureFlag,
  FeatureFlagsModule,
  FlagContexts,
  FlagDetails,
  FlagEnabled,
  FlagGuard,
  FlagInterceptor,
  FlagManager,
  FlagValue,
  FlagVariant,
  type FlagContext,
  type FlagEvaluation,
  type FlagProvider,
} from 'nestjs-feature-flags';
import type { FlagSet } from 'nestjs-feature-flags/core';
import { OfrepModule } from 'nestjs-feature-flags/ofrep';

/** Who signs in with which name: an odd number is listed. */
export const PREMIUM_USERS = ['ada', ...Array.from({ length: 25 }, (_, i) => `user-${2 * i + 1}`)];

/** A provider of the team's own. */
export class TableProvider implements FlagProvider {
  readonly name = 'table';

  load(): Promise<FlagSet> {
    return Promise.resolve({ flags: { from_table: { type: 'user_attribute', attributes: { plan: ['gold'] } } } });
  }
}

interface UserRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: { id: string; plan: string };
}

@Injectable()
export class SignInGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<UserRequest>();
    const name = request.headers['x-user'];
    await sleep(1);
    if (name !== undefined) request.user = { id: name, plan: name === 'ada' ? 'gold' : 'free' };
    return true;
  }
}

export interface Seen {
  readonly user: string | undefined;
  readonly premium: boolean;
  readonly table: boolean;
}

/** A singleton that is never told who asks. */
@Injectable()
export class ShopService {
  constructor(
    private readonly flags: FlagManager,
    private readonly contexts: FlagContexts,
  ) {}

  async seen(): Promise<Seen> {
    await sleep(Math.random() * 20);
    await Promise.all([sleep(1), new Promise<void>((resolve) => setImmediate(resolve))]);
    const user = this.contexts.ambient()?.userId;
    return { user, premium: this.flags.isEnabled('premium_tier'), table: this.flags.isEnabled('from_table') };
  }

  @FeatureFlag('premium_tier', { fallback: 'legacyCheckout' })
  async checkout(cart: string): Promise<string> {
    await sleep(1);
    return `new ${cart}`;
  }

  async legacyCheckout(cart: string): Promise<string> {
    return `legacy ${cart}`;
  }
}

export interface Answers {
  readonly enabled: boolean;
  readonly theme: string;
  readonly size: number;
  readonly reason: string;
  readonly userId: string | undefined;
}

@Controller()
@UseGuards(SignInGuard)
export class ShopController {
  constructor(private readonly shop: ShopService) {}

  @Get('premium')
  @UseGuards(FlagGuard('premium_tier'))
  premium(): string {
    return 'premium';
  }

  @Get('seen')
  seenByGet(): Promise<Seen> {
    return this.shop.seen();
  }

  @Post('seen')
  @HttpCode(200)
  seenByPost(@Body() _body: object): Promise<Seen> {
    return this.shop.seen();
  }

  @Get('checkout')
  checkout(): Promise<string> {
    return this.shop.checkout('cart');
  }

  @Get('intercepted')
  @UseInterceptors(FlagInterceptor('premium_tier', { fallback: 'instead' }))
  intercepted(): string {
    return 'intercepted';
  }

  @Get('answers')
  answers(
    @FlagEnabled('premium_tier') enabled: boolean,
    @FlagVariant('checkout_theme', 'classic') theme: string,
    @FlagValue('page_size', 10) size: number,
    @FlagDetails('from_table') details: FlagEvaluation,
    @CurrentFlagContext() context: FlagContext,
  ): Answers {
    return { enabled, theme, size, reason: details.reason, userId: context.userId };
  }
}

@Module({
  imports: [
    FeatureFlagsModule.forRoot({
      initialFlags: {
        premium_tier: { type: 'user_list', users: PREMIUM_USERS },
        checkout_theme: { type: 'variant', variants: [{ name: 'modern', weight: 1 }] },
        page_size: { type: 'variant', client: true, variants: [{ name: 'large', weight: 1, value: 50 }] },
      },
      providers: [new TableProvider()],
      cacheTtl: 60,
    }),
    OfrepModule.register({ public: true }),
  ],
  controllers: [ShopController],
  providers: [ShopService],
})
export class AppModule {}

/** Types that a user relies on: none of them is `any`. */
export function types(flags: FlagManager): void {
  const enabled: boolean = flags.isEnabled('premium_tier');
  const theme: string = flags.getVariant('checkout_theme', 'classic');
  const size: number = flags.getValue('page_size', 10);
  // @ts-expect-error without a default it may be undefined
  const unsure: string = flags.getVariant('checkout_theme');
  // @ts-expect-error a key is a string
  flags.isEnabled(42);
  // @ts-expect-error a guard needs a requirement
  FlagGuard();
  // @ts-expect-error no such option
  FeatureFlagsModule.forRoot({ inititalFlags: {} });
  // @ts-expect-error no such type of flag
  FeatureFlagsModule.forRoot({ initialFlags: { sale: { type: 'sometimes' } } });
  void [enabled, theme, size, unsure];
}

/** What a library of the consumer's own would export: its declarations must be able to name our types. */
export const PremiumGuard = FlagGuard('premium_tier');
export class StaffGuard extends FlagGuard('premium_tier') {
  protected override holds(context: ExecutionContext): boolean | Promise<boolean> {
    return super.holds(context);
  }
}
