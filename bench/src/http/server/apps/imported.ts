import { Module } from '@nestjs/common';
import * as flags from 'nestjs-feature-flags';
import { UngatedController } from './ungated.controller.js';

/** The package is loaded, with all that it needs, and nothing of it is called. */
@Module({ controllers: [UngatedController], providers: [{ provide: 'flags', useValue: Object.keys(flags) }] })
export class ImportedApp {}
