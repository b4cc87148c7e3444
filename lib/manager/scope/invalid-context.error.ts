/** A context, or something from which it is read, is unusable. The message does not contain the value. */
export class InvalidContextError extends TypeError {}
