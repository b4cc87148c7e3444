import type { AttributeTest } from '../../extensions.js';
import { lengthOf } from '../../attributes/list-length.js';
import { overElements, WrittenBigints, type ElementLimits } from '../operators/elements.js';
import type { AttributeView, View } from './attribute-view.js';
import { views } from './views.js';

/** How an operator's test is applied to an attribute. */
export interface AttributeReading extends ElementLimits {
  /** The view through which the test sees the attribute. @default the attribute as it is */
  readonly as?: AttributeView | undefined;
  /** Whether the test looks at a list itself, instead of each element. @default false */
  readonly wholeArray?: boolean | undefined;
}

/** Turns an operator's test into one of the whole attribute, through the view, if any. */
export function overAttribute(
  test: AttributeTest,
  { as, wholeArray = false, writesBigints = as === 'text', ...given }: AttributeReading,
): AttributeTest {
  const limits = { ...given, writesBigints };
  if (as === undefined) return wholeArray ? test : overElements(test, limits);
  const view: View = views[as];
  if (view.wholeList) {
    const ofList = wholeArray ? test : overElements(test, limits);
    return (value) => ofList(view.read(value));
  }
  return wholeArray
    ? (value) => test(elementsThrough(view, value, writesBigints))
    : overElements((value) => test(view.read(value)), limits);
}

/** The elements of a list as a view reads them; `undefined` when it is no list. */
function elementsThrough(view: View, value: unknown, writesBigints: boolean): readonly unknown[] | undefined {
  const length = lengthOf(value);
  if (length === undefined) return undefined;
  const written = new WrittenBigints(Infinity);
  return Array.from({ length }, (_, i) => {
    const element = (value as readonly unknown[])[i];
    if (writesBigints && typeof element === 'bigint') written.add(element);
    return view.read(element);
  });
}
