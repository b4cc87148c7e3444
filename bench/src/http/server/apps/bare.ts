import { Module } from '@nestjs/common';
import { UngatedController } from './ungated.controller.js';

/** Nest and nothing else. */
@Module({ controllers: [UngatedController] })
export class BareApp {}
