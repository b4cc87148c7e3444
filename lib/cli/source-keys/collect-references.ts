import type { Class, Node } from '@babel/types';
import { CLIENT_METHOD, SDK_FUNCTION, SDK_PACKAGE } from './openfeature-calls.js';
import { OWN_FUNCTIONS, OWN_METHODS, OWN_STATIC_METHODS, READING_METHODS } from './own-calls.js';
import type { ReferenceCollector } from './reference-collector.js';
import { ownExport } from './resolved.js';
import type { Scope } from './scope.js';
import type { SourceModule } from './source-module.js';
import { membersOf } from './object-members.js';
import { propertyName, withoutCasts } from './syntax-node.js';
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
  const method = target.computed ? undefined : propertyName(target.property);
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
  const found = collector.values.resolve(given, scope);
  const members = found?.kind === 'expression' ? membersOf(found, collector.values) : undefined;
  if (members === undefined) collector.addKey(given, scope, called);
  for (const { name, value, scope: inner } of members ?? []) {
    if (name === 'flagKey') collector.addKey(value, inner, called);
    if (name !== 'flags' || value.type !== 'ArrayExpression') continue;
    for (const flag of value.elements) if (flag !== null) collectSdkFunction(collector, flag, inner, called);
  }
}

/** The requirements that a class that extends `AbstractFlagGuard` returns. */
function collectGuard(collector: ReferenceCollector, node: Class, scope: Scope): void {
  if (!node.superClass || ownExport(collector.values.resolve(node.superClass, scope)) !== 'AbstractFlagGuard') return;
  for (const [returned, inner] of returnedBy(node, 'requirement', scope)) {
    collector.addRequirement(returned, inner, 'requirement');
  }
}
