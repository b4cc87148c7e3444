/** The way of bytes through a connection. */
export type Direction = 'to_server' | 'to_client';

/** What a network can do to connections. */
export type NetworkFault =
  /** Bytes are lost unnoticed. A direction that has lost bytes stays silent, because TCP delivers none out of order. */
  | { readonly kind: 'drop'; readonly directions: readonly Direction[] }
  /** Every byte arrives later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** One side receives the end of the other, which continues to listen. */
  | { readonly kind: 'half_close'; readonly notified: 'client' | 'server' }
  /** Connections are reset, new ones refused. */
  | { readonly kind: 'cut' };
