import type { Node } from '@babel/types';
import { ConstantJson } from './constant-json.js';
import { ConstantStrings } from './constant-strings.js';
import type { ModuleGraph } from './module-graph.js';
import { membersOf } from './object-members.js';
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
  readonly #strings: ConstantStrings;
  readonly #json: ConstantJson;

  constructor(graph: ModuleGraph) {
    this.values = new ValueResolver(graph);
    this.types = new TypeResolver(this.values);
    this.#strings = new ConstantStrings(this.values);
    this.#json = new ConstantJson(this.values, this.#strings);
  }

  /** Adds the key that an expression stands for. */
  addKey(node: Node | undefined, scope: Scope, called: string, kind: KeyReference['kind'] = 'asks'): void {
    if (node === undefined) return;
    const place = scope.module.placeOf(node);
    const keys = this.#strings.of(node, scope);
    if (keys === undefined && kind === 'asks') this.dynamic.push({ place, called }); // operators name any flag
    for (const key of keys ?? []) this.keys.push({ key, place, kind });
  }

  /** Adds the keys of a requirement: a key, `{ flag, variant }`, `{ all }`, `{ any }` or `{ not }`. */
  addRequirement(node: Node | undefined, scope: Scope, called: string, depth = 0): void {
    if (node === undefined || depth > MAX_DEPTH) return;
    const found = this.values.resolve(node, scope);
    const members = found?.kind === 'expression' ? membersOf(found, this.values) : undefined;
    if (members === undefined) {
      this.addKey(node, scope, called);
      return;
    }
    for (const { name, value, scope: inner } of members) {
      if (name === 'flag') this.addKey(value, inner, called);
      if (name === 'not') this.addRequirement(value, inner, called, depth + 1);
      if (name === 'all' || name === 'any') this.#addRequirements(value, inner, called, depth + 1);
    }
  }

  /** Adds the names of the members of an object, such as the flags of `withFlags`. */
  addNames(node: Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const found = this.values.resolve(node, scope);
    const members = found?.kind === 'expression' ? (membersOf(found, this.values) ?? []) : [];
    for (const member of members) {
      this.keys.push({ key: member.name, place: member.scope.module.placeOf(member.key), kind: 'names' });
    }
  }

  /** Adds definitions by key, such as `initialFlags`. */
  addDefinitions(node: Node | undefined, scope: Scope, called: string): void {
    if (node === undefined) return;
    const found = this.values.resolve(node, scope);
    const members = found?.kind === 'expression' ? membersOf(found, this.values) : undefined;
    if (members === undefined) {
      this.dynamic.push({ place: scope.module.placeOf(node), called });
      return;
    }
    for (const member of members) {
      const definition = this.#json.of({ node: member.value, scope: member.scope });
      this.definitions.push({ key: member.name, place: member.scope.module.placeOf(member.key), definition });
    }
  }

  /** Adds the key of a flag that the code saves at run time. */
  addSavedKey(node: Node | undefined, scope: Scope): void {
    if (node === undefined) return;
    const place = scope.module.placeOf(node);
    for (const key of this.#strings.of(node, scope) ?? []) this.definitions.push({ key, place, definition: undefined });
  }

  #addRequirements(list: Node, scope: Scope, called: string, depth: number): void {
    const found = this.values.resolve(list, scope);
    if (found?.kind !== 'expression' || found.node.type !== 'ArrayExpression') {
      const keys = this.#strings.ofEach(list, scope);
      const place = scope.module.placeOf(list);
      if (keys === undefined) this.dynamic.push({ place, called });
      for (const key of keys ?? []) this.keys.push({ key, place, kind: 'asks' });
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
