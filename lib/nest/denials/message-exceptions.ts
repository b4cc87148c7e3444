import { FlagErrorCode } from '../../internal/feature-flags.error.js';

/** The transports of Nest that send messages and have exception classes of their own. */
export type MessageTransport = 'rpc' | 'ws';

type ExceptionClass = new (payload: object) => Error;

/** The payload that a client receives for a closed gate. */
export const DENIED_PAYLOAD = { status: 'error', message: 'Not Found', code: FlagErrorCode.FlagDisabled } as const;

const loaders = {
  rpc: async () => (await import('@nestjs/microservices')).RpcException,
  ws: async () => (await import('@nestjs/websockets')).WsException,
} satisfies Record<MessageTransport, () => Promise<ExceptionClass>>;

/** The classes that were loaded; their packages are optional. */
const loaded = new Map<MessageTransport, ExceptionClass>();

/** Loads the exception class of a transport, so that {@link messageException} returns the exception itself. */
export async function loadMessageException(transport: MessageTransport): Promise<ExceptionClass> {
  const exception = loaded.get(transport) ?? (await loaders[transport]());
  loaded.set(transport, exception);
  return exception;
}

/** The exception of a transport for a closed gate; a promise until its class has been loaded. */
export function messageException(transport: MessageTransport): Error | Promise<Error> {
  const exception = loaded.get(transport);
  if (exception !== undefined) return new exception({ ...DENIED_PAYLOAD });
  return loadMessageException(transport).then((late) => new late({ ...DENIED_PAYLOAD }));
}
