import type { Node } from '@babel/types';
import { ConstantJson } from './constant-json.js';
import { ConstantStrings } from './constant-strings.js';
import type { ModuleGraph } from './module-graph.js';
import type { ScopedNode } from './resolved.js';
import type { Scope } from './scope.js';
import type { CodeDefinition, DynamicKey, KeyReference, SourceReferences } from './source-references.js';
import { TypeResolver } from './type-resolver.js';
import { ValueResolver } from './value-resolver.js';

/** Reads keys, requirements and definitions from expressions, and collects them. */
export class ReferenceCollector implements SourceReferences {
  readonly keys: KeyReference[] = [];
  readonly definitions: CodeDefinition[] = [];
  readonly dynamic: DynamicKey[] = [];
  readonly values: ValueResolver;
  readonly types: TypeResolver;
  readonly strings: ConstantStrings;
  readonly #json: ConstantJson;

  constructor(graph: ModuleGraph) {
    this.values = new ValueResolver(graph);
    this.types = new TypeResolver(this.values);
    this.strings = new ConstantStrings(this.values);
    this.#json = new ConstantJson(this.values, this.strings);
  }

  /** Adds the key that an expression stands for. */
  addKey(node: Node | undefined, scope: Scope, called: string, kind: KeyReference['kind'] = 'asks'): void {
    if (node === undefined) return;
    const place = scope.module.placeOf(node);
    const keys = this.strings.of(node, scope);
    if (keys === undefined && kind === 'asks') this.addDynamic('key', { node, scope }, called); // operators name any flag
    for (const key of keys ?? []) this.keys.push({ key, place, kind });
  }

  /** Adds the keys of a requirement: a key, `{ flag, variant }`, `{ all }`, `{ any }` or `{ not }`. */
  addRequirement(node: Node | undefined, scope: Scope, called: string, depth = 0): void {
    if (node === undefined || depth > MAX_DEPTH) return;
    const read = this.values.membersAt(node, scope);
    if (read === undefined) {
      this.addKey(node, scope, called);
      return;
    }
    for (const unread of read.unread) this.addDynamic('key', unread, called);
    for (const { name, value, scope: inner } of read.members) {
      if (name === 'flag') this.addKey(value, inner, called);
      if (name === 'not') this.addRequirement(value, inner, called, depth + 1);
      if (name === 'all' || name === 'any') this.#addRequirements(value, inner, called, depth + 1);
    }
  }

  /** Adds the names of the members of an object, such as the flags of `withFlags`. */
  addNames(node: Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const read = this.values.membersAt(node, scope);
    for (const member of read?.members ?? []) {
      this.keys.push({ key: member.name, place: member.scope.module.placeOf(member.key), kind: 'names' });
    }
  }

  /** Adds definitions by key, such as `initialFlags`. */
  addDefinitions(node: Node | undefined, scope: Scope, called: string): void {
    if (node === undefined) return;
    const read = this.values.membersAt(node, scope);
    if (read === undefined) {
      this.addDynamic('definitions', { node, scope }, called);
      return;
    }
    for (const unread of read.unread) this.addDynamic('some definitions', unread, called);
    for (const member of read.members) {
      const definition = this.#json.of({ node: member.value, scope: member.scope });
      this.definitions.push({ key: member.name, place: member.scope.module.placeOf(member.key), definition });
    }
  }

  /** Adds the key of a flag that the code saves at run time. */
  addSavedKey(node: Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const place = scope.module.placeOf(node);
    for (const key of this.strings.of(node, scope) ?? []) this.definitions.push({ key, place, definition: undefined });
  }

  /** Adds something that cannot be read. */
  addDynamic(subject: DynamicKey['subject'], { node, scope }: ScopedNode, called: string): void {
    this.dynamic.push({ subject, place: scope.module.placeOf(node), called });
  }

  #addRequirements(list: Node, scope: Scope, called: string, depth: number): void {
    const found = this.values.resolve(list, scope);
    if (found?.kind !== 'expression' || found.node.type !== 'ArrayExpression') {
      const keys = this.strings.ofEach(list, scope);
      if (keys === undefined) this.addDynamic('key', { node: list, scope }, called);
      for (const key of keys ?? []) this.keys.push({ key, place: scope.module.placeOf(list), kind: 'asks' });
      return;
    }
    for (const element of found.node.elements) {
      if (element === null) continue;
      if (element.type === 'SpreadElement') this.#addRequirements(element.argument, found.scope, called, depth + 1);
      else this.addRequirement(element, found.scope, called, depth);
    }
  }
}

/** The deepest nesting of requirements that the library accepts. */
const MAX_DEPTH = 10;
