/** What asks on behalf of a call, in the order in which Nest runs them. */
export type CallPhase = 'guard' | 'interceptor' | 'parameter';
