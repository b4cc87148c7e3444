import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { describeWithServer } from '../../support/describe-with-server.js';
import { freePort } from '../../support/free-port.js';
import { natsServer, redisServer } from '../../support/servers.js';
import { describeTransport } from './support/expectations.js';
import { microserviceTransport, nats, redis, tcp, type Serve } from './support/microservice.transport.js';

/** An application that also serves HTTP. */
const hybrid =
  (inheritAppConfig: boolean): Serve =>
  async (root, options, logger) => {
    const app = await NestFactory.create(root, { logger });
    app.connectMicroservice<MicroserviceOptions>(options, { inheritAppConfig });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    return app;
  };

const onTcp = (serve?: Serve) => microserviceTransport(async () => tcp(await freePort()), serve);

describeTransport('a TCP microservice', onTcp());
describeTransport('a hybrid application', onTcp(hybrid(false)));
describeTransport('a hybrid application with inheritAppConfig', onTcp(hybrid(true)));

describeWithServer(redisServer, 'With a Redis server:', (server) => {
  describeTransport(
    'a Redis microservice',
    microserviceTransport(async () => redis(server().port)),
  );
});

describeWithServer(natsServer, 'With a NATS server:', (server) => {
  describeTransport(
    'a NATS microservice',
    microserviceTransport(async () => nats(server().port)),
  );
});
