// A client of the shop's WebSocket: prints the price of a product for a customer.
import { WebSocket } from 'ws';

const [customer = 'carol', plan = 'free', shop = 'http://localhost:3000'] = process.argv.slice(2);
const url = new URL('/live', shop.replace(/^http/, 'ws'));
url.searchParams.set('user', customer);
url.searchParams.set('plan', plan);

const socket = new WebSocket(url);
socket.on('open', () => socket.send(JSON.stringify({ event: 'price', data: 'Desk lamp' })));
socket.on('message', (message) => {
  process.stdout.write(Buffer.concat([message, Buffer.from('\n')].flat()));
  socket.close();
});
socket.on('error', ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
