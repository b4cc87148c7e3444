/** The reference implementation of the tests: it takes bytes, and ships no types. */
declare module 'murmurhash3js-revisited' {
  const reference: {
    readonly x86: { hash32(bytes: readonly number[] | Uint8Array, seed?: number): number };
  };
  export default reference;
}
