import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagGuard } from 'nestjs-feature-flags';

/** Who may buy this way, and when nobody may, is all in the flag. */
@Controller('express')
@UseGuards(FlagGuard('express_checkout'))
export class ExpressController {
  @Get()
  express(): { readonly checkout: 'express'; readonly message: string } {
    return { checkout: 'express', message: 'Bought with one tap, and already being packed.' };
  }
}
