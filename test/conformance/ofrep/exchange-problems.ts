import type { Exchange } from '../../support/recording-proxy.js';
import type { OpenApiValidator } from './openapi-validator.js';

/** What is wrong with an exchange of a client with the server, by the documents of the protocol. */
export function exchangeProblems(validator: OpenApiValidator, exchange: Exchange): string[] {
  const { method, path, status, body } = exchange;
  const target = path.slice(path.indexOf('/ofrep/v1'));
  const headers = new Headers(Object.entries(exchange.headers).map(([name, value]) => [name, String(value)]));
  if (method === 'GET') return status === 200 ? eventProblems(validator, headers, body) : [];
  const bodies = { requestBody: parsed(exchange.requestBody), responseBody: parsed(body) };
  const checked = { method, target, status, headers, ...bodies };
  return [...validator.requestProblems(checked), ...validator.responseProblems(checked)];
}

function eventProblems(validator: OpenApiValidator, headers: Headers, body: string): string[] {
  const type = headers.get('content-type') ?? '';
  const events = Array.from(body.matchAll(/^data: ?(.*)$/gm), ([, data = '']) => parsed(data));
  const problems = events.flatMap((data) => validator.eventProblems(data));
  return type.startsWith('text/event-stream') ? problems : [...problems, `the content type of a stream is "${type}"`];
}

function parsed(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}
