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
import type { Explanation, FlagEvaluation, FlagOverride } from 'nestjs-feature-flags';
import type { Customer } from '../demo-authentication/customer.js';
import { SingleQueryPipe } from '../single-query.pipe.js';
import { Actor } from './actor.decorator.js';
import { CustomerQueryPipe } from './customer-query.pipe.js';
import { FeatureFlagsErrorFilter } from './feature-flags-error.filter.js';
import { FlagKeyPipe } from './flag-key.pipe.js';
import { InstantPipe } from './instant.pipe.js';
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

  /** The result for a customer, and its reason. */
  @Get(':key')
  evaluate(
    @Param('key', FlagKeyPipe) key: string,
    @Query(CustomerQueryPipe) customer: Customer | undefined,
  ): FlagEvaluation {
    this.#assertKnown(key);
    return this.service.evaluate(key, customer);
  }

  /** Every step of the evaluation for a customer. It contains the customer's attributes: for operators only. */
  @Get(':key/explain')
  explain(
    @Param('key', FlagKeyPipe) key: string,
    @Query(CustomerQueryPipe) customer: Customer | undefined,
    @Query('at', SingleQueryPipe, InstantPipe) at: Date | undefined,
  ): Explanation {
    this.#assertKnown(key);
    return this.service.explain(key, customer, at);
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

  /** The library can also accept overrides of undefined flags; here, an undefined key is most likely misspelled. */
  #assertKnown(key: string): void {
    if (!this.service.knows(key)) throw new NotFoundException(`No flag "${key}": GET /ops/flags lists all.`);
  }
}
