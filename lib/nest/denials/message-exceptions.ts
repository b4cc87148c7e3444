import type { ArgumentsHost } from '@nestjs/common';
import { FlagErrorCode } from '../../internal/feature-flags.error.js';

/** The transports of Nest that send messages and have exceptions of their own. */
export type MessageTransport = 'rpc' | 'ws';

/** The denial of a call on one transport. */
interface TransportDenial {
  /** Returns the exception to throw. */
  readonly exception: () => Error;
  /** Answers the caller as Nest does for that exception. */
  readonly answer: (host: ArgumentsHost) => unknown;
}

/** The payload that a client receives for a closed gate. */
const DENIED = { status: 'error', message: 'Not Found', code: FlagErrorCode.FlagDisabled } as const;

/** The packages of transports are optional. */
const loaders = {
  rpc: async () => {
    const { RpcException, BaseRpcExceptionFilter } = await import('@nestjs/microservices');
    const exception = () => withCode(new RpcException({ ...DENIED }));
    return { exception, answer: (host) => new BaseRpcExceptionFilter().catch(exception(), host) };
  },
  ws: async () => {
    const { WsException, BaseWsExceptionFilter } = await import('@nestjs/websockets');
    const exception = () => withCode(new WsException({ ...DENIED }));
    return { exception, answer: (host) => new BaseWsExceptionFilter().catch(exception(), host) };
  },
} satisfies Record<MessageTransport, () => Promise<TransportDenial>>;

const loaded = new Map<MessageTransport, TransportDenial>();

/** Loads the package of a transport, so that {@link messageException} returns the exception itself. */
export async function loadTransportErrors(transport: MessageTransport): Promise<TransportDenial> {
  const denial = loaded.get(transport) ?? (await loaders[transport]());
  loaded.set(transport, denial);
  return denial;
}

/** The exception of a transport for a closed gate; a promise until its package has been loaded. */
export function messageException(transport: MessageTransport): Error | Promise<Error> {
  return loaded.get(transport)?.exception() ?? loadTransportErrors(transport).then(({ exception }) => exception());
}

/** Answers the caller of a message as Nest does for {@link messageException}. */
export function answerDenied(transport: MessageTransport, host: ArgumentsHost): unknown {
  const denial = loaded.get(transport);
  if (denial !== undefined) return denial.answer(host);
  return loadTransportErrors(transport).then(({ answer }) => answer(host));
}

/** Lets code that catches a denial recognize it on every transport. */
function withCode<E extends Error>(error: E): E & { readonly code: typeof FlagErrorCode.FlagDisabled } {
  return Object.assign(error, { code: FlagErrorCode.FlagDisabled });
}
