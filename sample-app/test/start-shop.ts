import { afterAll, beforeAll } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { AppModule } from '../src/app.module.js';

/** The shop in this process, for the tests of one file. */
export interface Shop {
  readonly app: INestApplication;
  /** Sends a request, and returns the JSON of the response. */
  readonly ask: (path: string, init?: RequestInit) => Promise<unknown>;
}

/** Starts the whole application before the tests of a file, and closes it after them. */
export function startShop(): Shop {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication({ logger: false });
    app.useWebSocketAdapter(new WsAdapter(app));
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  return {
    get app() {
      return app;
    },
    ask: async (path, init) => {
      const response = await fetch(`${await app.getUrl()}${path}`, init);
      return await response.json();
    },
  };
}
