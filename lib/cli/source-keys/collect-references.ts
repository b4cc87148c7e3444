import type { Class, Node } from '@babel/types';
import { CLIENT_METHOD, SDK_FUNCTION, SDK_PACKAGE } from './openfeature-calls.js';
import { OWN_FUNCTIONS, OWN_METHODS, OWN_STATIC_METHODS, READING_METHODS } from './own-calls.js';
import type { ReferenceCollector } from './reference-collector.js';
import { ownExport } from './resolved.js';
import type { ClassInScope, Scope } from './scope.js';
import type { SourceModule } from './source-module.js';
import { propertyName, withoutCasts } from './syntax-node.js';
import type { ValueResolver } from './value-resolver.js';
import { returnedBy, visitModule } from './visit-module.js';

export interface CollectOptions {
  /** Whether calls of OpenFeature SDKs count. */
  readonly openFeature: boolean;
}

/** Collects the flags of a module: of decorators, gates, parameters, calls of readers, and definitions. */
export function collectReferences(module: SourceModule, collector: ReferenceCollector, options: CollectOptions): void {
  visitModule(module, (node, scope) => {
    switch (node.type) {
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        collectCall(collector, node.callee, node.arguments, scope, options);
        return;
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type !== 'ObjectProperty' || propertyName(property.key) !== 'initialFlags') continue;
          collector.addDefinitions(property.value, scope, 'initialFlags');
        }
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        collectGuard(collector, node, scope);
        return;
      default:
    }
  });
}

function collectCall(
  collector: ReferenceCollector,
  callee: Node,
  given: readonly Node[],
  scope: Scope,
  options: CollectOptions,
): void {
  const target = withoutCasts(callee);
  const resolved = collector.values.resolve(target, scope);
  const own = ownExport(resolved);
  if (own !== undefined) OWN_FUNCTIONS[own]?.(collector, { given, scope, called: own });
  if (options.openFeature && resolved?.kind === 'package' && SDK_PACKAGE.test(resolved.source)) {
    if (SDK_FUNCTION.test(resolved.name)) collectSdkFunction(collector, given[0], scope, resolved.name);
  }
  if (target.type !== 'MemberExpression' && target.type !== 'OptionalMemberExpression') return;
  const method = collector.values.memberName(target, scope);
  if (method === undefined || own !== undefined) return;
  const on = ownExport(collector.values.resolve(target.object, scope));
  if (on !== undefined) {
    OWN_STATIC_METHODS[`${on}.${method}`]?.(collector, { given, scope, called: `${on}.${method}` });
    return;
  }
  if (options.openFeature && CLIENT_METHOD.test(method)) {
    collector.addKey(given[0], scope, method);
    return;
  }
  collectMethod(collector, target.object, method, given, scope);
}

function collectMethod(
  collector: ReferenceCollector,
  object: Node,
  method: string,
  given: readonly Node[],
  scope: Scope,
): void {
  const type = collector.types.of(object, scope);
  if (type?.kind === 'own') {
    OWN_METHODS[type.name]?.[method]?.(collector, { given, scope, called: `${type.name}.${method}` });
  } else if (READING_METHODS.has(method)) {
    collector.addKey(given[0], scope, method, 'may ask');
  }
}

/** A key, or an object with the member `flagKey`, or `flags`, a list of objects with it. */
function collectSdkFunction(
  collector: ReferenceCollector,
  given: Node | undefined,
  scope: Scope,
  called: string,
): void {
  if (given === undefined) return;
  const read = collector.values.membersAt(given, scope);
  if (read === undefined) {
    collector.addKey(given, scope, called);
    return;
  }
  for (const unread of read.unread) collector.addDynamic('key', unread, called);
  for (const { name, value, scope: inner } of read.members) {
    if (name === 'flagKey') collector.addKey(value, inner, called);
    if (name !== 'flags' || value.type !== 'ArrayExpression') continue;
    for (const flag of value.elements) if (flag !== null) collectSdkFunction(collector, flag, inner, called);
  }
}

/** The requirements that a class that extends `AbstractFlagGuard`, or another class that does, returns. */
function collectGuard(collector: ReferenceCollector, node: Class, scope: Scope): void {
  if (!isGuard({ node, scope }, collector.values)) return;
  for (const [returned, inner] of returnedBy(node, 'requirement', scope)) {
    collector.addRequirement(returned, inner, 'requirement');
  }
}

function isGuard({ node, scope }: ClassInScope, values: ValueResolver, depth = 0): boolean {
  if (!node.superClass || depth > MAX_BASES) return false;
  const base = values.resolve(node.superClass, scope);
  return ownExport(base) === 'AbstractFlagGuard' || (base?.kind === 'class' && isGuard(base, values, depth + 1));
}

/** How many base classes are followed; a cycle has more. */
const MAX_BASES = 20;
