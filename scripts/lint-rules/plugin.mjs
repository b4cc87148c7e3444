// The rules that this project adds to oxlint; .oxlintrc.json turns them on.
import { importOrder } from './import-order.mjs';
import { layers } from './layers.mjs';
import { purePredicates } from './pure-predicates.mjs';

/** The rules by name. */
export const rules = { 'import-order': importOrder, layers, 'pure-predicates': purePredicates };

/** What oxlint loads: a plugin is a default export. */
export default { meta: { name: 'project' }, rules };
