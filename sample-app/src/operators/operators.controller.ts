import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  NotFoundException,
  Param,
  Put,
  Query,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import type { FlagEvaluation, FlagOverride } from 'nestjs-feature-flags';
import { customerOf } from '../demo-authentication/customer.js';
import { SingleQueryPipe } from '../single-query.pipe.js';
import { Actor } from './actor.decorator.js';
import { FeatureFlagsErrorFilter } from './feature-flags-error.filter.js';
import { FlagKeyPipe } from './flag-key.pipe.js';
import { OperatorGuard } from './operator.guard.js';
import { OperatorsService, type OperatorFlag } from './operators.service.js';
import { OverrideBodyPipe, type OverrideBody } from './override-body.pipe.js';

@Controller('ops/flags')
@UseGuards(OperatorGuard)
@UseFilters(FeatureFlagsErrorFilter)
export class OperatorsController {
  constructor(private readonly service: OperatorsService) {}

  @Get()
  list(): readonly OperatorFlag[] {
    return this.service.list();
  }

  /** What a customer gets, and why. */
  @Get(':key')
  evaluate(
    @Param('key', FlagKeyPipe) key: string,
    @Query('userId', SingleQueryPipe) id?: string,
    @Query('plan', SingleQueryPipe) plan?: string,
    @Query('country', SingleQueryPipe) country?: string,
  ): FlagEvaluation {
    this.#assertKnown(key);
    return this.service.evaluate(key, customerOf({ id, plan, country }));
  }

  @Put(':key/override')
  async override(
    @Param('key', FlagKeyPipe) key: string,
    @Body(OverrideBodyPipe) body: OverrideBody,
    @Actor() actor: string,
  ): Promise<FlagOverride | undefined> {
    this.#assertKnown(key);
    return await this.service.override(key, body, actor);
  }

  @Delete(':key/override')
  @HttpCode(HttpStatus.NO_CONTENT)
  async clear(@Param('key', FlagKeyPipe) key: string, @Actor() actor: string): Promise<void> {
    const cleared = await this.service.clear(key, actor);
    if (!cleared) throw new NotFoundException(`Flag "${key}" has no override.`);
  }

  /** The library takes overrides of flags that come later, too; here they are more likely a slip of the pen. */
  #assertKnown(key: string): void {
    if (!this.service.knows(key)) throw new NotFoundException(`No flag "${key}": GET /ops/flags lists all.`);
  }
}
