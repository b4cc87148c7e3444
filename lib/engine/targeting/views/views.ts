import type { AttributeView, View } from './attribute-view.js';
import { booleanView } from './boolean.view.js';
import { instantView } from './instant.view.js';
import { listView } from './list.view.js';
import { numberView } from './number.view.js';
import { textView } from './text.view.js';

/** Every view of an attribute, by the word that `as` takes. */
export const views = {
  text: textView,
  number: numberView,
  boolean: booleanView,
  instant: instantView,
  list: listView,
} satisfies Record<AttributeView, View>;
