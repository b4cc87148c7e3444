import { useSale } from './use-sale.js';

const HEADLINES: Readonly<Record<string, string>> = {
  classic: 'Good light, since 1958.',
  modern: 'Light, but make it quiet.',
  bold: 'TURN. IT. ON.',
};

/** The first thing a visitor sees: its look is the theme, its text is the sale. */
export function SaleBanner({ theme }: { readonly theme: string }) {
  const { isOn, discountPercent } = useSale();
  return (
    <section className="banner">
      <p className="label">{isOn ? 'Black Friday sale' : 'New this winter'}</p>
      <h1>{HEADLINES[theme] ?? HEADLINES['classic']}</h1>
      <p>
        {isOn ? `${discountPercent}% off everything until Cyber Monday ends.` : 'Lamps and chairs for long evenings.'}
      </p>
    </section>
  );
}
