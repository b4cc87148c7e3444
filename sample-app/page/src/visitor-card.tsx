import type { Customer, Session } from './shop-api.js';

/** Who looks at the page, and a form to sign in as somebody else. */
export function VisitorCard({ session: { customer, customers } }: { readonly session: Session }) {
  return (
    <section className="card">
      <p className="label">You are</p>
      <h2 data-testid="visitor">{customer === null ? 'A visitor' : nameOf(customer)}</h2>
      <p className="muted">{customer === null ? 'Not signed in.' : detailsOf(customer)}</p>
      <form className="buttons" method="post" action="/session">
        {customers.map((each) => (
          <button key={each.id} name="customer" value={each.id} aria-pressed={each.id === customer?.id}>
            {nameOf(each)}
          </button>
        ))}
        {customer !== null && (
          <button name="customer" value="">
            Sign out
          </button>
        )}
      </form>
    </section>
  );
}

function nameOf({ id }: Customer): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}

function detailsOf({ plan, country }: Customer): string {
  return [plan === undefined ? 'Without a plan' : `Plan “${plan}”`, country].filter(Boolean).join(', ');
}
