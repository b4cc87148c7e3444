import { afterEach } from '@jest/globals';
import {
  Module,
  type INestApplication,
  type INestApplicationContext,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

export interface Apps {
  /** An application context, without HTTP. */
  readonly boot: (root: Type) => Promise<INestApplicationContext>;
  /** An application on Express, initialised; supertest listens for it. */
  readonly serve: (root: Type, prepare?: (app: INestApplication) => unknown) => Promise<INestApplication>;
}

const quiet = { logger: false, abortOnError: false } as const;

/** Makes what boots applications for the tests of a file; all of them are closed after each test. */
export function apps(): Apps {
  const open: INestApplicationContext[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((app) => app.close()));
  });
  return {
    boot: async (root) => {
      const app = await NestFactory.createApplicationContext(root, quiet);
      open.push(app);
      return app;
    },
    serve: async (root, prepare = () => {}) => {
      const app = await NestFactory.create(root, quiet);
      open.push(app);
      await prepare(app);
      return await app.init();
    },
  };
}

/** A root module of one test's own. */
export function shop(metadata: ModuleMetadata): Type {
  @Module(metadata)
  class ShopModule {}
  return ShopModule;
}
