import type { OfrepClient } from './client-scenario.js';
import { ofrepCore } from './ofrep-core.scenarios.js';
import { webProvider } from './web-provider.scenarios.js';

/** Every real client that the server is held to outside of a browser. */
export const ofrepClients: readonly OfrepClient[] = [ofrepCore, webProvider];
