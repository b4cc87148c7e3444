/** How a condition reads its attribute: what it accepts beside values of the type itself stands with each view. */
export type AttributeView = 'text' | 'number' | 'boolean' | 'instant' | 'list';

/** One way to read an attribute before it is compared. */
export interface View {
  /** Whether it reads a list as a whole, instead of each element. @default false */
  readonly wholeList?: boolean;
  /** The type of the operands that are compared with what it reads. @default any */
  readonly operand?: 'string' | 'number' | 'boolean';
  /** The value as this view reads it; `undefined`, as for a missing attribute, when it is none that the view accepts. */
  read(value: unknown): unknown;
}
