// Prints as JSON what withFlags of the built package serves where jest cannot load Nest's adapter or both module formats.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FeatureFlagsModule, FlagManager } from '../../dist/index.js';
import { withFlags } from '../../dist/testing/index.js';

const commonJs = createRequire(import.meta.url)('../../dist/cjs/testing/index.js');

class ShopModule {}
Module({ imports: [FeatureFlagsModule.forRoot({ initialFlags: { beta: false } })] })(ShopModule);

const app = await NestFactory.create(ShopModule, new FastifyAdapter(), { logger: false });
const flags = app.get(FlagManager);
app.getHttpAdapter().get('/beta', (_request, reply) => reply.send({ beta: flags.isEnabled('beta') }));
await app.init();
const injected = async () => (await app.inject('/beta')).json().beta;

const served = {
  'inject of Fastify, within': await withFlags({ beta: true }, injected),
  'inject of Fastify, outside': await injected(),
  'the other module format, within': await commonJs.withFlags({ beta: true }, injected),
};
await app.close();
process.stdout.write(JSON.stringify(served));
