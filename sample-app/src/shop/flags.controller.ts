import { Controller, Get } from '@nestjs/common';
import { FlagManager, type FlagEvaluation } from 'nestjs-feature-flags';

/** The parts of an evaluation that a front end needs; the reason is only for operators. */
type CustomerFlag = Pick<FlagEvaluation, 'key' | 'enabled' | 'variant' | 'value'>;

@Controller('flags')
export class FlagsController {
  constructor(private readonly flags: FlagManager) {}

  @Get()
  list(): readonly CustomerFlag[] {
    return this.flags.evaluateAll().map(({ key, enabled, variant, value }) => ({ key, enabled, variant, value }));
  }
}
