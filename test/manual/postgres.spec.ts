import { execFileSync } from 'node:child_process';
import { afterEach, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { FlagManager } from '../../lib/index.js';
import { migratePostgres, PostgresStore } from '../../lib/postgres/index.js';
import { eventually } from '../support/eventually.js';
import { describeWithPostgres } from '../support/postgres/describe-with-postgres.js';
import { codeBlocks, root } from './code-blocks.js';
import { page } from './pages.js';

const before = process.env['DATABASE_URL'];

afterEach(() => {
  if (before === undefined) delete process.env['DATABASE_URL'];
  else process.env['DATABASE_URL'] = before;
});

function connectTypeOrm(): Promise<DataSource> {
  return new DataSource({ type: 'postgres', url: process.env['DATABASE_URL'] ?? '' }).initialize();
}

/** The modules of the pages, each of which reads `DATABASE_URL`. */
const applications = [
  { title: 'its own pool', load: async () => (await import('./recipes/postgres/app.module.js')).AppModule },
  {
    title: 'TypeORM',
    load: async () => {
      const { AppModule } = await import('./recipes/postgres-adapters/app.module.js');
      @Global() // as the module of @nestjs/typeorm is
      @Module({ providers: [{ provide: DataSource, useFactory: connectTypeOrm }], exports: [DataSource] })
      class TypeOrmModule {
        constructor(private readonly dataSource: DataSource) {}

        async onApplicationShutdown() {
          await this.dataSource.destroy();
        }
      }
      @Module({ imports: [TypeOrmModule, AppModule] })
      class RootModule {}
      return RootModule;
    },
  },
  {
    title: 'a pool that Prisma shares',
    load: async () => (await import('./recipes/postgres-adapters/prisma.module.js')).AppModule,
  },
  { title: 'Drizzle', load: async () => (await import('./recipes/postgres-adapters/drizzle.module.js')).AppModule },
];

describeWithPostgres('As its page shows it, an application with', (running) => {
  it('tables that were created by its command saves flags', async () => {
    const url = running().url({ database: await running().createDatabase() });
    const [install] = codeBlocks(page('docs/guide/postgres.md').text);
    const [, command = 'false'] = install?.code.split('\n') ?? [];
    const installed = command.replace('npx nestjs-feature-flags', `"${process.execPath}" dist/cli/main.js`);
    execFileSync('sh', ['-ec', installed], { cwd: root, env: { ...process.env, DATABASE_URL: url } });
    const flags = await FlagManager.create({ store: new PostgresStore({ url }) });
    await flags.saveFlag('new_checkout', true);
    expect(flags.isEnabled('new_checkout')).toBe(true);
    await flags.close();
  });

  it.each(applications)('$title shares flags with other instances, and closes', async ({ load }) => {
    const url = running().url({ database: await running().createDatabase() });
    process.env['DATABASE_URL'] = url;
    await migratePostgres(url);
    const AppModule = await load();
    const [one, other] = await Promise.all(
      [1, 2].map(() => NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false })),
    );
    await one?.get(FlagManager).saveFlag('new_checkout', true);
    await eventually(() => expect(other?.get(FlagManager).isEnabled('new_checkout')).toBe(true));
    for (const app of [one, other]) await app?.close();
    await eventually(async () => {
      const open =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'";
      const { rows } = await running()
        .pool({ database: databaseOf(url) })
        .query(open);
      expect(rows).toHaveLength(1); // this one
    });
  });
});

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
