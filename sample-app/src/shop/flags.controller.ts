import { Controller, Get } from '@nestjs/common';
import { FlagManager, type FlagEvaluation } from 'nestjs-feature-flags';

/** What a front end needs for the current user; why a flag came out as it did is the operators' business. */
type CustomerFlag = Pick<FlagEvaluation, 'key' | 'enabled' | 'variant' | 'value'>;

@Controller('flags')
export class FlagsController {
  constructor(private readonly flags: FlagManager) {}

  @Get()
  list(): readonly CustomerFlag[] {
    return this.flags.evaluateAll().map(({ key, enabled, variant, value }) => ({ key, enabled, variant, value }));
  }
}
