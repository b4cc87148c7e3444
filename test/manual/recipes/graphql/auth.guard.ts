import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';

interface GraphqlContext {
  readonly req: { readonly headers: Readonly<Record<string, string | undefined>>; user?: object };
}

/** A stand-in for your authentication: it puts the user on the HTTP request. This demo trusts a header. */
@Injectable()
export class GraphqlAuthGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const { req } = GqlExecutionContext.create(execution).getContext<GraphqlContext>();
    const id = req.headers['x-user-id'];
    if (id !== undefined) req.user = { id, plan: id === 'ada' ? 'gold' : 'free' };
    return true;
  }
}
