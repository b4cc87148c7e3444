import { adapters } from '../../support/http-app.js';
import { describeTransport } from './support/expectations.js';
import { httpTransport } from './support/http.transport.js';

for (const adapter of adapters) describeTransport(`HTTP on ${adapter.name}`, httpTransport(adapter));
