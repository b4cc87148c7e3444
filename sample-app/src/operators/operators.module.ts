import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { OperatorsController } from './operators.controller.js';
import { OperatorsService } from './operators.service.js';

/** Imports nothing: `FeatureFlagsModule` is global. */
@Module({ controllers: [OperatorsController, AuditController], providers: [OperatorsService] })
export class OperatorsModule {}
