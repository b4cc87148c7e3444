import { Controller, Get } from '@nestjs/common';
import { CurrentFlagContext, type FlagContext } from 'nestjs-feature-flags';

@Controller('whoami')
export class WhoamiController {
  @Get()
  whoami(@CurrentFlagContext() context: FlagContext) {
    return context;
  }
}
