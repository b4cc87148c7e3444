import { useBooleanFlagValue } from '@openfeature/react-sdk';
import { useEffect, useState } from 'react';
import { ProductArt } from './product-art.js';
import { price, products } from './products.js';
import { getJson, type SearchResult } from './shop-api.js';

interface ProductGridProps {
  readonly discountPercent: number;
  /** Receives the price of a product that the visitor adds to the basket. */
  readonly onAdd: (euros: number) => void;
}

export function ProductGrid({ discountPercent, onAdd }: ProductGridProps) {
  const [text, setText] = useState('');
  const result = useSearch(text);
  const found = products.filter(({ name }) => result?.products.includes(name) ?? true);

  return (
    <section>
      <div className="search">
        <input
          type="search"
          placeholder="Search, such as “light”"
          aria-label="Search for products"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="label" data-testid="engine">
          {result?.engine ?? '…'} search
        </span>
      </div>
      <ul className="grid">
        {found.map(({ name, text: description, euros }) => {
          const reduced = (euros * (100 - discountPercent)) / 100;
          return (
            <li className="card product" key={name}>
              <ProductArt name={name} />
              <h2>{name}</h2>
              <p className="muted">{description}</p>
              <p className="row">
                <span>
                  {discountPercent > 0 && <s className="muted">{price(euros)}</s>} <b>{price(reduced)}</b>
                </span>
                <button type="button" onClick={() => onAdd(reduced)}>
                  Add
                </button>
              </p>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className="muted">Nothing found. Perhaps the search by meaning finds more?</p>}
    </section>
  );
}

/** The products that the shop finds. The server decides how it searches; the flag only says when to search again. */
function useSearch(text: string): SearchResult | undefined {
  const [result, setResult] = useState<SearchResult>();
  const isBeta = useBooleanFlagValue('beta_search', false);

  useEffect(() => {
    const abort = new AbortController();
    getJson<SearchResult>(`/search?q=${encodeURIComponent(text)}`, { signal: abort.signal }).then(setResult, () => {
      // replaced by a later search, or the shop is unavailable: keep what is shown
    });
    return () => abort.abort();
  }, [text, isBeta]);

  return result;
}
