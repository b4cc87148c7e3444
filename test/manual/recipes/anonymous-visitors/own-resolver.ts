import { visitorIdOf, type FlagRequest } from 'nestjs-feature-flags';

interface ShopRequest extends FlagRequest {
  readonly user?: { readonly id: string; readonly plan: string };
}

/** The `contextResolver` of the module: a visitor is a session; a user who has signed in is both. */
export function shopContext(request: ShopRequest) {
  const { user } = request;
  return { userId: user?.id, sessionId: visitorIdOf(request), userAttributes: { plan: user?.plan } };
}
