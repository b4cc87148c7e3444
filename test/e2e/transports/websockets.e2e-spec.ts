import { describeTransport } from './support/expectations.js';
import { socketIo, ws } from './support/websocket.transport.js';

describeTransport('a gateway on ws', ws);
describeTransport('a gateway on socket.io', socketIo);
