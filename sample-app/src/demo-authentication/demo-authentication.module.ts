import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DemoAuthenticationGuard } from './demo-authentication.guard.js';

/** Global guards run before those of controllers and routes: `FlagGuard` finds the user there already. */
@Module({ providers: [{ provide: APP_GUARD, useClass: DemoAuthenticationGuard }] })
export class DemoAuthenticationModule {}
