/** The bucket of a context without a targeting key. */
export const NO_BUCKET = -1;
