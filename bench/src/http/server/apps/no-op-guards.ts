import { Controller, Get, Module, UseGuards, type CanActivate } from '@nestjs/common';
import { checkoutOf, type Checkout } from '../checkout.js';

/** What Nest charges for any guard: each guard is a class of its own, as FlagGuards are. */
const [First, Second, Third, Fourth, Fifth] = [noOpGuard(), noOpGuard(), noOpGuard(), noOpGuard(), noOpGuard()];

function noOpGuard() {
  return class NoOpGuard implements CanActivate {
    canActivate(): boolean {
      return true;
    }
  };
}

@Controller()
export class OneGuardController {
  @Get('checkout')
  @UseGuards(First)
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

@Controller()
export class FiveGuardsController {
  @Get('checkout')
  @UseGuards(First, Second, Third, Fourth, Fifth)
  checkout(): Checkout {
    return checkoutOf(true);
  }
}

@Module({ controllers: [OneGuardController] })
export class NoOpGuardApp {}

@Module({ controllers: [FiveGuardsController] })
export class FiveNoOpGuardsApp {}
