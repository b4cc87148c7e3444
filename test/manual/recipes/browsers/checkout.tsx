import { FeatureFlag, OpenFeatureProvider, useFlag } from '@openfeature/react-sdk';

/** The root of the page: everything below it can use flags, and is rendered again when one of them changes. */
export function ShopPage() {
  return (
    <OpenFeatureProvider>
      <Checkout />
    </OpenFeatureProvider>
  );
}

function Checkout() {
  const { value: isNew } = useFlag('new_checkout', false);
  return (
    <section>
      {isNew ? <button>Buy now</button> : <button>Continue to address</button>}
      <FeatureFlag flagKey="gift_wrap" defaultValue={false}>
        <label>
          <input type="checkbox" /> Wrap it as a gift
        </label>
      </FeatureFlag>
    </section>
  );
}
