import { Injectable } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

@Injectable()
export class PriceService {
  constructor(private readonly flags: FlagManager) {}

  shipping(): number {
    return this.flags.isEnabled('express_shipping') ? 0 : 4.9; // for the sender of the message
  }
}
