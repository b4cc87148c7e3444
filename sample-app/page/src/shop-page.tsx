import { useState, type CSSProperties } from 'react';
import { CheckoutCard } from './checkout-card.js';
import { FlagsCard } from './flags-card.js';
import { OperatorCard } from './operator-card.js';
import { ProductGrid } from './product-grid.js';
import { SaleBanner } from './sale-banner.js';
import type { Session } from './shop-api.js';
import { useTheme } from './shop-flags.js';
import { useSale } from './use-sale.js';
import { VisitorCard } from './visitor-card.js';

/** The front of the shop, and beside it who is looking at it, what they see and why, and what an operator may change. */
export function ShopPage({ session }: { readonly session: Session }) {
  const [euros, setEuros] = useState(0);
  const theme = useTheme();
  const { discountPercent } = useSale();
  const accent: CSSProperties & Readonly<Record<'--accent', string>> = { '--accent': theme.accent };

  return (
    <div className="page" data-theme={theme.name} style={accent}>
      <header className="top">
        <img src="icon.svg" alt="" width="36" height="36" />
        <strong>The lamp shop</strong>
        <span className="muted">a demo of nestjs-feature-flags</span>
      </header>
      <main className="shop">
        <SaleBanner theme={theme.name} />
        <ProductGrid discountPercent={discountPercent} onAdd={(added) => setEuros((total) => total + added)} />
        <CheckoutCard euros={euros} onDone={() => setEuros(0)} />
      </main>
      <aside className="side">
        <VisitorCard session={session} />
        <FlagsCard />
        <OperatorCard />
      </aside>
    </div>
  );
}
