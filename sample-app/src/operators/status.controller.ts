import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagManager, type FlagManagerStatus } from 'nestjs-feature-flags';
import { OperatorGuard } from './operator.guard.js';

/** The status of the flags on this instance, such as whether its store is available, and since when. */
@Controller('ops/status')
@UseGuards(OperatorGuard)
export class StatusController {
  constructor(private readonly flags: FlagManager) {}

  @Get()
  status(): FlagManagerStatus {
    return this.flags.status();
  }
}
