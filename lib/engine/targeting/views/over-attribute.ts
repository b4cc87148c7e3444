import type { AttributeTest } from '../../extensions.js';
import { lengthOf } from '../../attributes/list-length.js';
import { overElements, WrittenBigints, type ElementLimits } from '../operators/elements.js';
import type { AttributeView, View } from './attribute-view.js';
import { views } from './views.js';

/** The way in which an operator's test is applied to an attribute. */
export interface AttributeReading extends ElementLimits {
  /** The view that converts the attribute before the test. @default no conversion */
  readonly as?: AttributeView | undefined;
  /** Whether the test receives a list as a whole, instead of each element. @default false */
  readonly wholeArray?: boolean | undefined;
}

/** Applies an operator's test to a whole attribute, converted by the view, if there is one. */
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

/** The elements of a list, converted by a view; `undefined` if the value is not a list. */
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
