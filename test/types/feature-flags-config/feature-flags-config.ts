import type { Request } from 'express';
import type { FastifyRequest } from 'fastify';
import type { TcpContext } from '@nestjs/microservices';
import { FeatureFlagsModule, FlagContextResolver, FlagGuard, type FeatureFlagsConfig } from 'nestjs-feature-flags';

/** What the types allow. */
export const allowed = [
  FeatureFlagsModule.forRoot({}),
  FeatureFlagsModule.forRoot({
    initialFlags: { new_checkout: true, rollout: { type: 'percentage', percentage: 12.5 } },
  }),
  FeatureFlagsModule.forRoot({ cacheTtl: 60, bootTimeout: '500ms', contextTimeout: '0.5s', loadTimeout: '1m' }),
  FeatureFlagsModule.forRoot({
    isGlobal: false,
    ambientContext: false,
    unknownFlags: 'error',
    onContextError: 'throw',
  }),
  FeatureFlagsModule.forRoot({ disabledResponse: { status: 403, body: { message: 'Coming soon' } } }),
  FeatureFlagsModule.forRoot({ contextResolver: ({ user }) => (user === undefined ? undefined : { userId: 'ada' }) }),
  FeatureFlagsModule.forRoot({ contextResolver: (request: Request) => ({ userId: request.ip ?? '' }) }),
  FeatureFlagsModule.forRoot({ contextResolver: async (request: FastifyRequest) => ({ userId: request.ip }) }),
  FeatureFlagsModule.forRoot({ contextResolver: (context: TcpContext) => ({ sessionId: context.getPattern() }) }),
  FeatureFlagsModule.forRootAsync({ useFactory: async () => ({ unknownFlags: 'warn' as const }), isGlobal: false }),
  FeatureFlagsModule.forFeature({ new_checkout: true }),
];

export class HeaderResolver extends FlagContextResolver {
  resolve({ headers }: Request) {
    return { userId: headers.host ?? '' };
  }
}

/** What they refuse. */
export const refused = [
  // @ts-expect-error an option that does not exist
  FeatureFlagsModule.forRoot({ initalFlags: {} }),
  // @ts-expect-error a flag that is neither a boolean nor a definition
  FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: 'on' } }),
  // @ts-expect-error a type that does not exist
  FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: { type: 'lottery' } } }),
  // @ts-expect-error a property of another type of flag
  FeatureFlagsModule.forRoot({ initialFlags: { new_checkout: { type: 'percentage', users: ['ada'] } } }),
  // @ts-expect-error a duration without a unit that exists
  FeatureFlagsModule.forRoot({ cacheTtl: '60 seconds' }),
  // @ts-expect-error a policy that does not exist
  FeatureFlagsModule.forRoot({ unknownFlags: 'throw' }),
  // @ts-expect-error a policy that does not exist
  FeatureFlagsModule.forRoot({ onBootFailure: 'ignore' }),
  // @ts-expect-error a provider that cannot load
  FeatureFlagsModule.forRoot({ providers: [{ name: 'remote' }] }),
  // @ts-expect-error the module resolves the context: use "contextResolver"
  FeatureFlagsModule.forRoot({ contextSource: () => undefined }),
  // @ts-expect-error a resolver that does not return a context
  FeatureFlagsModule.forRoot({ contextResolver: () => 'ada' }),
  // @ts-expect-error a handler class that handles nothing
  FeatureFlagsModule.forRoot({ disabledHandler: class Handler {} }),
  // @ts-expect-error a definition that a feature module cannot make
  FeatureFlagsModule.forFeature({ new_checkout: { type: 'percentage', percentage: '50%' } }),
  // @ts-expect-error a guard without a requirement
  FlagGuard(),
  // @ts-expect-error an invalid requirement
  FlagGuard({ none: ['premium'] }),
];

// @ts-expect-error options that must be known before injection are given next to the factory, not returned by it
export const late: FeatureFlagsConfig = { isGlobal: false };
