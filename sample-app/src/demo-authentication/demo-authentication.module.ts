import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DemoAuthenticationGuard } from './demo-authentication.guard.js';

/** Global guards run before guards of controllers and routes, so that `FlagGuard` finds the user on the request. */
@Module({ providers: [{ provide: APP_GUARD, useClass: DemoAuthenticationGuard }] })
export class DemoAuthenticationModule {}
