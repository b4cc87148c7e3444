/** The part of a call that evaluates a flag, in the order in which Nest runs them. */
export type CallPhase = 'guard' | 'interceptor' | 'parameter';
