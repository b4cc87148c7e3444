/** What `GET /checkout` answers: the same bytes in every row while the user has the plan `beta`. */
export interface Checkout {
  readonly cart: string;
  readonly items: number;
  readonly total: number;
  readonly design: 'new' | 'old';
}

export function checkoutOf(isNew: boolean): Checkout {
  return { cart: 'cart-42', items: 2, total: 49.9, design: isNew ? 'new' : 'old' };
}
