export interface Product {
  readonly name: string;
  readonly text: string;
  readonly euros: number;
}

/** The catalogue. Its names are those that the search of the shop returns. */
export const products: readonly Product[] = [
  { name: 'Desk lamp', text: 'Brass arm, linen shade, warm light.', euros: 40 },
  { name: 'Floor lamp', text: 'Three legs of oak, one quiet corner.', euros: 120 },
  { name: 'Candle', text: 'Beeswax, hand-poured, forty hours.', euros: 12 },
  { name: 'Armchair', text: 'Deep seat, wool cover, good books.', euros: 340 },
];

const format = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 2 });

export function price(euros: number): string {
  return format.format(euros);
}
