/** How a condition reads its attribute. Each view says what it accepts. */
export type AttributeView = 'text' | 'number' | 'boolean' | 'instant' | 'list';

/** One way to read an attribute before it is compared. */
export interface View {
  /** Whether it reads a list as a whole, instead of each element. @default false */
  readonly wholeList?: boolean;
  /** The type of the operands that its result is compared with. @default any */
  readonly operand?: 'string' | 'number' | 'boolean';
  /** The value as this view reads it; `undefined`, as for a missing attribute, if the view does not accept it. */
  read(value: unknown): unknown;
}
