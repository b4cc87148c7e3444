import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagGuard } from 'nestjs-feature-flags';

/** Without the premium tier, these routes respond with 404. */
@Controller('premium')
@UseGuards(FlagGuard('premium_tier'))
export class PremiumController {
  @Get()
  premium(): { readonly lounge: string } {
    return { lounge: 'Welcome. Shipping is free, and support answers within the hour.' };
  }
}
