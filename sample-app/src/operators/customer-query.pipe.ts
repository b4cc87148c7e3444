import { Injectable, type PipeTransform } from '@nestjs/common';
import { customerOf, type Customer } from '../demo-authentication/customer.js';
import { SingleQueryPipe } from '../single-query.pipe.js';

/** The customer that a query describes, such as `?userId=erin&plan=beta&version=2.3.1`; `undefined` for a visitor. */
@Injectable()
export class CustomerQueryPipe implements PipeTransform<Readonly<Record<string, unknown>>, Customer | undefined> {
  readonly #single = new SingleQueryPipe();

  transform(query: Readonly<Record<string, unknown>>): Customer | undefined {
    const text = (name: string) => this.#single.transform(query[name], { type: 'query', data: name });
    return customerOf({
      id: text('userId'),
      plan: text('plan'),
      country: text('country'),
      appVersion: text('version'),
    });
  }
}
