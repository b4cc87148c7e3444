import type { AttributeView, View } from './attribute-view.js';
import { booleanView } from './boolean.view.js';
import { instantView } from './instant.view.js';
import { listView } from './list.view.js';
import { numberView } from './number.view.js';
import { textView } from './text.view.js';

/** All views of an attribute, by the name used in `as`. */
export const views = {
  text: textView,
  number: numberView,
  boolean: booleanView,
  instant: instantView,
  list: listView,
} satisfies Record<AttributeView, View>;
