import { Controller, Get, ParseIntPipe, Query, UseFilters, UseGuards } from '@nestjs/common';
import { FlagManager, type AuditPage } from 'nestjs-feature-flags';
import { SingleQueryPipe } from '../single-query.pipe.js';
import { FeatureFlagsErrorFilter } from './feature-flags-error.filter.js';
import { OperatorGuard } from './operator.guard.js';

@Controller('ops/audit')
@UseGuards(OperatorGuard)
@UseFilters(FeatureFlagsErrorFilter)
export class AuditController {
  constructor(private readonly flags: FlagManager) {}

  /** One page, newest changes first; pass the `next` of a page as `before` to get the page that follows. */
  @Get()
  list(
    @Query('key', SingleQueryPipe) key?: string,
    @Query('limit', new ParseIntPipe({ optional: true })) limit?: number,
    @Query('before', new ParseIntPipe({ optional: true })) before?: number,
  ): Promise<AuditPage> {
    return this.flags.getAuditLog({ ...(key === undefined ? {} : { key }), limit, before });
  }
}
