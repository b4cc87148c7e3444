import { Controller, Get, UseGuards } from '@nestjs/common';
import { FlagManager, type FlagManagerStatus } from 'nestjs-feature-flags';
import { OperatorGuard } from './operator.guard.js';

/** How the flags of this instance are doing: whether its store is there, and since when. */
@Controller('ops/status')
@UseGuards(OperatorGuard)
export class StatusController {
  constructor(private readonly flags: FlagManager) {}

  @Get()
  status(): FlagManagerStatus {
    return this.flags.status();
  }
}
