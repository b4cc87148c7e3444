import type { Customer } from './customer.js';

/** A customer whom the page offers to sign in as. */
export interface DemoCustomer extends Customer {
  readonly id: string;
}

/** The customers of the demo. They have no passwords. */
export const demoCustomers: readonly DemoCustomer[] = [
  { id: 'ada' },
  { id: 'bob' },
  { id: 'carol', plan: 'premium' },
  { id: 'dave' },
  { id: 'erin', plan: 'beta', country: 'DE', appVersion: '2.3.1' },
];

/** The customer with this id; `undefined` if the id is not a demo customer's. */
export function demoCustomer(id: unknown): DemoCustomer | undefined {
  return demoCustomers.find((customer) => customer.id === id);
}
