/** The limits of override tokens. */
export const TokenLimits = {
  /** Flags that one token forces. */
  flags: 50,
  /** Characters of a token that can be created: with its name, a cookie has up to 4,096 bytes in browsers. */
  length: 4000,
  /** Characters of an audience. */
  audience: 256,
} as const;
