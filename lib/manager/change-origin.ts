/** Who makes a change, and why: kept in the audit log. */
export interface ChangeOrigin {
  /** The person or service, such as an e-mail address. @default 'unknown' */
  readonly actor?: string | undefined;
  /** Why, in the actor's words. */
  readonly reason?: string | undefined;
  /** Through what the change comes, such as `console`. @default 'api' */
  readonly origin?: string | undefined;
}

export function originOf({ actor = 'unknown', reason, origin = 'api' }: ChangeOrigin): {
  actor: string;
  reason?: string;
  origin: string;
} {
  return reason === undefined ? { actor, origin } : { actor, reason, origin };
}
