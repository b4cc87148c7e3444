import { Injectable } from '@nestjs/common';

const FULL = 12;

/** The stock of each product, in memory. */
@Injectable()
export class StockService {
  readonly #sold = new Map<string, number>();

  of(product: string): number {
    return FULL - (this.#sold.get(product) ?? 0);
  }

  take(product: string): void {
    this.#sold.set(product, Math.min(FULL, (this.#sold.get(product) ?? 0) + 1));
  }

  refill(): void {
    this.#sold.clear();
  }
}
