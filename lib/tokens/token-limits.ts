/** The limits of override tokens. */
export const TokenLimits = {
  /** Flags that one token forces. */
  flags: 50,
  /** Characters of a token that can be created; browsers store cookies of up to 4,096 bytes. */
  length: 4096,
  /** Characters of an audience. */
  audience: 256,
} as const;
