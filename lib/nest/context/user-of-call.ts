import type { ExecutionContext } from '@nestjs/common';
import { fieldOf } from '../../manager/scope/user-id.js';
import { asObject, graphqlContextOf, type FlagRequest } from './request-of.js';

type Transport = 'graphql' | 'http' | 'rpc' | 'ws';

/**
 * The user of a call: `request.user`, else the place where authentication usually puts it on the transport. These
 * places are set by the server. Headers, payloads and the data of a handshake are never read, because any client can
 * send them.
 */
export function userOfCall(request: FlagRequest, execution: ExecutionContext | undefined): unknown {
  return request.user ?? (execution === undefined ? undefined : elsewhere(request, execution));
}

function elsewhere(request: FlagRequest, execution: ExecutionContext): unknown {
  switch (execution.getType<Transport>()) {
    case 'ws': // socket.io: the data of the client, or the user that Passport has put on the handshake's request
      return userIn(request, 'data') ?? userIn(request, 'request');
    case 'graphql': // a graphql-ws connection, or what the `onConnect` of Mercurius has returned
      return userIn(request, 'extra') ?? userInContext(execution);
    default:
      return undefined;
  }
}

/** A GraphQL context with an HTTP request is not read, because services know only the request. */
function userInContext(execution: ExecutionContext): unknown {
  const context = graphqlContextOf(execution);
  return context === undefined || context.req !== undefined ? undefined : fieldOf(context, 'user');
}

function userIn(holder: object, name: string): unknown {
  const place = asObject(fieldOf(holder, name));
  return place === undefined ? undefined : fieldOf(place, 'user');
}
