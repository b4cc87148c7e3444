/** The purpose of a flag, which tells when it is no longer needed. */
export const FLAG_KINDS = ['release', 'experiment', 'ops', 'permission'] as const;

/**
 * The purpose of a flag:
 *
 * - `release`: hides unfinished work; removed once it is on for everyone
 * - `experiment`: compares variants; removed once there is a result
 * - `ops`: a switch for operators, such as a kill switch; often permanent
 * - `permission`: a feature of some customers; often permanent
 */
export type FlagKind = (typeof FLAG_KINDS)[number];

/** Data about a flag for other systems, by name: up to 50 texts, finite numbers and booleans. */
export type FlagMetadata = Readonly<Record<string, string | number | boolean>>;

/** The information about a flag for people and tools. It never changes an answer. */
export interface FlagInformation {
  /** The purpose of the flag, up to 1,000 characters. */
  readonly description?: string | undefined;
  /** Labels to group flags by, up to 50. */
  readonly tags?: readonly string[] | undefined;
  /** The person or team that decides about the flag, up to 256 characters. */
  readonly owner?: string | undefined;
  /** Tells when the flag is no longer needed. */
  readonly kind?: FlagKind | undefined;
  /** When the flag should have been removed, as ISO 8601 with an offset. The flag keeps its answers after that. */
  readonly expiresAt?: string | undefined;
  /** Data for other systems; OpenFeature calls it flag metadata. */
  readonly metadata?: FlagMetadata | undefined;
  /** Whether answers may be sent to browsers and other clients that users control. @default false */
  readonly client?: boolean | undefined;
}

/** The names of the members that never change an answer. */
const INFORMATION_FIELDS = {
  description: true,
  tags: true,
  owner: true,
  kind: true,
  expiresAt: true,
  metadata: true,
  client: true,
} as const satisfies Record<keyof FlagInformation, true>;

/** Whether a member of a definition is information, which never changes an answer. */
export function isInformation(member: string): member is keyof FlagInformation {
  return Object.hasOwn(INFORMATION_FIELDS, member);
}
