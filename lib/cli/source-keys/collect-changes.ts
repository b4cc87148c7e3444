import type { CallInScope } from './call-in-scope.js';
import type { ReferenceCollector } from './reference-collector.js';

/** Collects the flag of a change that is written as data, such as the request of `schedule`. */
export function collectChange(collector: ReferenceCollector, { given: [change], scope, called }: CallInScope): void {
  const { members } = (change && collector.values.membersAt(change, scope)) ?? { members: [] };
  const key = members.findLast(({ name }) => name === 'key');
  const type = members.findLast(({ name }) => name === 'type');
  if (key === undefined || type === undefined) return;
  const types = collector.strings.of(type.value, type.scope) ?? [];
  if (types.some((each) => each.endsWith('_segment'))) return;
  if (types.includes('save_flag')) collector.addSavedKey(key.value, key.scope);
  else collector.addKey(key.value, key.scope, called, 'names');
}

/** Collects the flags of a list of changes, such as the edits of `saveAll`. */
export function collectChanges(collector: ReferenceCollector, call: CallInScope, depth = 0): void {
  const [list] = call.given;
  const found = list && collector.values.resolve(list, call.scope);
  if (found?.kind !== 'expression' || found.node.type !== 'ArrayExpression' || depth > MAX_DEPTH) return;
  for (const element of found.node.elements) {
    if (element === null) continue;
    const { scope } = found;
    if (element.type !== 'SpreadElement') collectChange(collector, { ...call, given: [element], scope });
    else collectChanges(collector, { ...call, given: [element.argument], scope }, depth + 1);
  }
}

/** How deeply lists may be spread into each other; a cycle is deeper. */
const MAX_DEPTH = 10;
