/** The conversion of an attribute before a condition compares it. Each view documents what it accepts. */
export type AttributeView = 'text' | 'number' | 'boolean' | 'instant' | 'list';

/** One way to read an attribute before it is compared. */
export interface View {
  /** Whether the view converts a list as a whole, instead of each element. @default false */
  readonly wholeList?: boolean;
  /** The type of the operands that its result is compared with. @default any */
  readonly operand?: 'string' | 'number' | 'boolean';
  /** Converts a value; `undefined`, as for a missing attribute, if the view does not accept it. */
  read(value: unknown): unknown;
}
