import { Injectable } from '@nestjs/common';
import { FlagManager } from 'nestjs-feature-flags';

export interface SearchResult {
  readonly engine: 'semantic' | 'keyword';
  readonly products: readonly string[];
}

const PRODUCTS = [
  { name: 'Desk lamp', meanings: ['light', 'office'] },
  { name: 'Floor lamp', meanings: ['light', 'living room'] },
  { name: 'Candle', meanings: ['light', 'gift'] },
  { name: 'Armchair', meanings: ['living room', 'seat'] },
];

@Injectable()
export class SearchService {
  constructor(private readonly flags: FlagManager) {}

  search(text: string): SearchResult {
    return this.flags.isEnabled('beta_search') ? this.#byMeaning(text) : this.#byKeyword(text);
  }

  #byKeyword(text: string): SearchResult {
    const found = PRODUCTS.filter(({ name }) => includes(name, text));
    return { engine: 'keyword', products: found.map(({ name }) => name) };
  }

  #byMeaning(text: string): SearchResult {
    const meant = new Set(PRODUCTS.filter(({ name }) => includes(name, text)).flatMap(({ meanings }) => meanings));
    const found = PRODUCTS.filter(({ meanings }) => meanings.some((each) => meant.has(each) || includes(each, text)));
    return { engine: 'semantic', products: found.map(({ name }) => name) };
  }
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
