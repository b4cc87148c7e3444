/** The way of bytes through a connection. */
export type Direction = 'to_server' | 'to_client';

/** What a network can do to connections. */
export type NetworkFault =
  /** Bytes vanish and nobody is told. A direction that has lost bytes stays silent, as TCP gives none out of order. */
  | { readonly kind: 'drop'; readonly directions: readonly Direction[] }
  /** Every byte arrives later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** One side is told that the other will say no more, which goes on listening. */
  | { readonly kind: 'half_close'; readonly told: 'client' | 'server' }
  /** Connections are reset, new ones refused. */
  | { readonly kind: 'cut' };
