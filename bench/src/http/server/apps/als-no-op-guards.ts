import { Module } from '@nestjs/common';
import { AlsApp } from './als.js';
import { FiveGuardsController, OneGuardController } from './no-op-guards.js';

@Module({ controllers: [OneGuardController] })
export class AlsNoOpGuardApp extends AlsApp {}

@Module({ controllers: [FiveGuardsController] })
export class AlsFiveNoOpGuardsApp extends AlsApp {}
