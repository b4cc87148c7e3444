import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Everything that a server sends in answer to one request, to the byte, but for the value of the `Date` header.
 *
 * @param origin such as `http://127.0.0.1:3000`
 */
export async function rawAnswer(
  origin: string,
  method: string,
  target: string,
  headers: readonly string[] = [],
  body = '',
) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: shop.test', 'Connection: close', ...headers];
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  await once(socket, 'close');
  return answer.replace(/^Date: .*$/im, 'Date: …');
}
