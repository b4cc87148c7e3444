import { Injectable } from '@nestjs/common';
import { FlagReader } from 'nestjs-feature-flags';

@Injectable()
export class CheckoutService {
  constructor(private readonly flags: FlagReader) {}

  steps(): readonly string[] {
    return this.flags.isEnabled('new_checkout') ? ['confirm'] : ['address', 'payment', 'confirm'];
  }
}
