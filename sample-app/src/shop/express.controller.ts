import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagGuard } from 'nestjs-feature-flags';

/** The flag alone decides which customers may use the express checkout. */
@Controller('express')
@UseGuards(FlagGuard('express_checkout'))
export class ExpressController {
  @Get()
  express(): { readonly checkout: 'express'; readonly message: string } {
    return { checkout: 'express', message: 'Bought with one tap, and already being packed.' };
  }
}
