// Why an evaluation cannot wait for the context of its request, and what to do; for the log.

const NAME_USER = 'Set the "context" option of the decorator (return {} for an anonymous user), or use a FlagGuard';

export const TOO_EARLY =
  'A service evaluated a flag before the asynchronous FlagContextResolver of its request had settled. Pass the context ' +
  'from "await contexts.of(execution)", or declare a "cacheKey"';

export const UNSEEN_USER = `has a gate that cannot access the user, because "ambientContext" is false. ${NAME_USER}`;

export const NOT_INTERCEPTED =
  'has a gate that cannot access the user, because Nest called no interceptor for it. Add "interceptors" to the ' +
  `fieldResolverEnhancers of GraphQLModule. ${NAME_USER}`;
