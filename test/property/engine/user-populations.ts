/** How many users the statistics are taken over. */
export const POPULATION = 20_000;

/** User ids as they occur in shops; the same ones with every run. */
export const populations = {
  'sequential ids': range((i) => `user-${i}`),
  'bare numbers': range(String),
  UUIDs: uuids(20_261_127),
  'e-mail addresses': emails(),
} as const satisfies Record<string, readonly string[]>;

function range(idOf: (i: number) => string): readonly string[] {
  return Array.from({ length: POPULATION }, (_, i) => idOf(i));
}

function uuids(seed: number): readonly string[] {
  const random = mulberry32(seed);
  const word = () => random().toString(16).padStart(8, '0');
  return range(() => {
    const hex = word() + word() + word() + word();
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  });
}

function emails(): readonly string[] {
  const first = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'linus', 'margaret', 'jörg', 'zoë'];
  const last = ['lovelace', 'hopper', 'turing', 'dijkstra', 'liskov', 'knuth', 'torvalds', 'hamilton'];
  const host = ['example.com', 'example.org', 'mail.example.de', 'shop.example'];
  return range((i) => {
    const person = `${first[i % first.length]}.${last[Math.floor(i / first.length) % last.length]}`;
    return `${person}${Math.floor(i / 80)}@${host[i % host.length]}`;
  });
}

/** Unsigned 32-bit numbers, the same ones for the same seed. Source: Tommy Ettinger's public-domain mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}
