import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { FlagInterceptor } from 'nestjs-feature-flags';

interface BetaProgram {
  readonly member: boolean;
  readonly message: string;
}

const elsewhere: BetaProgram = { member: false, message: 'The beta program is open to plan "beta" in DE and FR.' };

@Controller('beta')
export class BetaController {
  @Get()
  @UseInterceptors(FlagInterceptor('beta_program', { fallback: elsewhere }))
  beta(): BetaProgram {
    return { member: true, message: 'Thank you for testing.' };
  }
}
