import type { Server } from 'node:net';
import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FlagManager } from 'nestjs-feature-flags';
import { firstValueFrom } from 'rxjs';
import request from 'supertest';
import type { App } from 'supertest/types';
import { AppModule } from '../src/app.module.js';

describe('The shop', () => {
  let app: INestApplication<App>;
  let client: ClientProxy;

  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = moduleRef.createNestApplication();
    const service = app.connectMicroservice({ transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } });
    await app.startAllMicroservices();
    await app.init();
    const { port } = service.unwrap<Server>().address() as { port: number };
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  });

  afterAll(async () => {
    client.close();
    await app.close();
  });

  it('has a premium page for the listed user only', async () => {
    await request(app.getHttpServer()).get('/shop/premium').set('x-user', 'ada').expect(200, 'premium');
    await request(app.getHttpServer()).get('/shop/premium').set('x-user', 'grace').expect(404);
  });

  it('serves the variant of the definition file', async () => {
    await request(app.getHttpServer()).get('/shop/checkout').set('x-user', 'ada').expect(200, 'new checkout, modern');
  });

  it('is changed at run time', async () => {
    const flags = app.get(FlagManager);
    await flags.disable('new_checkout', { actor: 'ops' });
    await request(app.getHttpServer())
      .get('/shop/checkout')
      .expect(200, /legacy checkout/);
    await flags.clearOverride('new_checkout', { actor: 'ops' });
  });

  it('denies a message as microservices do', async () => {
    await expect(firstValueFrom(client.send('premium', {}))).rejects.toMatchObject({ message: 'Not Found' });
  });
});
