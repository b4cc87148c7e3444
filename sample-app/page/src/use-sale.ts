import { useBooleanFlagValue } from '@openfeature/react-sdk';

/** Whether the sale is on, and the discount that belongs to it. */
export function useSale(): { readonly isOn: boolean; readonly discountPercent: number } {
  const isOn = useBooleanFlagValue('black_friday_sale', false);
  return { isOn, discountPercent: isOn ? 25 : 0 };
}
