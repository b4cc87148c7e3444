import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { OperatorsController } from './operators.controller.js';
import { OperatorsService } from './operators.service.js';
import { StatusController } from './status.controller.js';

/** Imports nothing: `FeatureFlagsModule` is global. */
@Module({ controllers: [OperatorsController, AuditController, StatusController], providers: [OperatorsService] })
export class OperatorsModule {}
