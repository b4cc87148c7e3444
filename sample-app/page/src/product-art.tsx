import type { ReactNode } from 'react';

const ART: Readonly<Record<string, ReactNode>> = {
  'Desk lamp': (
    <>
      <path className="glow" d="M112 74 96 150h92L148 60z" />
      <path className="line" d="M62 150 92 92 74 58l44-22" />
      <path className="shade" d="m108 26 46 18-12 32-44-18z" />
      <ellipse className="wood" cx="62" cy="152" rx="30" ry="7" />
    </>
  ),
  'Floor lamp': (
    <>
      <path className="glow" d="M76 62 52 150h96l-24-88z" />
      <path className="shade" d="M82 20h36l14 44H68z" />
      <path className="line" d="M100 64v40m0 0-26 50m26-50 26 50m-26-50v50" />
    </>
  ),
  Candle: (
    <>
      <circle className="glow" cx="100" cy="54" r="42" />
      <path className="flame" d="M100 26c16 20 14 40 0 40s-16-18 0-40z" />
      <path className="line" d="M100 66v12" />
      <path className="wax" d="M78 78h44v70H78z" />
      <ellipse className="wood" cx="100" cy="152" rx="46" ry="8" />
    </>
  ),
  Armchair: (
    <>
      <path className="cushion" d="M60 44q40-22 80 0v62H60z" />
      <path className="shade" d="M38 82q18-10 26 8v22h72V90q8-18 26-8v54H38z" />
      <path className="line" d="M56 138v16m88-16v16" />
    </>
  ),
};

export function ProductArt({ name }: { readonly name: string }) {
  return (
    <svg className="art" viewBox="0 0 200 170" role="img" aria-label={name}>
      {ART[name]}
    </svg>
  );
}
