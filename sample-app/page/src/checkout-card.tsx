import { useBooleanFlagValue } from '@openfeature/react-sdk';
import { price } from './products.js';

interface CheckoutCardProps {
  /** The total of the basket. */
  readonly euros: number;
  readonly onDone: () => void;
}

/** The checkout in one step or in three, with the extras that the visitor's flags allow. */
export function CheckoutCard({ euros, onDone }: CheckoutCardProps) {
  const isNew = useBooleanFlagValue('new_checkout', false);
  const hasGiftWrap = useBooleanFlagValue('checkout/gift_wrap', false);
  const hasExpress = useBooleanFlagValue('express_checkout', false);
  const steps = isNew ? ['Confirm'] : ['Address', 'Payment', 'Confirm'];

  return (
    <section className="card checkout" data-testid="checkout" data-checkout={isNew ? 'new' : 'legacy'}>
      <div>
        <h2>{isNew ? 'Checkout in one step' : 'Checkout in three steps'}</h2>
        <ol className="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {isNew && hasGiftWrap && (
          <label>
            <input type="checkbox" /> Wrap it as a gift
          </label>
        )}
      </div>
      <div className="buy">
        <b className="total">{price(euros)}</b>
        <button type="button" className="primary" disabled={euros === 0} onClick={onDone}>
          {isNew ? 'Buy now' : 'Continue to address'}
        </button>
        {hasExpress && (
          <button type="button" disabled={euros === 0} onClick={onDone}>
            Express: one tap
          </button>
        )}
      </div>
    </section>
  );
}
