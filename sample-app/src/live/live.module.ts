import { Module } from '@nestjs/common';
import { PricesGateway } from './prices.gateway.js';

@Module({ providers: [PricesGateway] })
export class LiveModule {}
