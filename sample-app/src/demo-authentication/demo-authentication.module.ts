import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import cookieParser from 'cookie-parser';
import { DemoAuthenticationGuard } from './demo-authentication.guard.js';
import { SessionController } from './session.controller.js';

/** Global guards run before guards of controllers and routes, so that `FlagGuard` finds the user on the request. */
@Module({ controllers: [SessionController], providers: [{ provide: APP_GUARD, useClass: DemoAuthenticationGuard }] })
export class DemoAuthenticationModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(cookieParser()).forRoutes('{*path}');
  }
}
