import type { Extensions } from '../../engine/extensions.js';
import type { Flag } from '../../engine/flag.js';
import type { ComposedManager } from '../../manager/scope/test-hooks.js';

/** The definition of a flag in one manager. */
export interface KnownFlag {
  readonly flag: Flag;
  /** The operators, strategies and bucketers of the manager. */
  readonly extensions: Extensions | undefined;
}

/** The running managers of this process that were created after the hooks were installed. It keeps none of them alive. */
export class KnownManagers {
  readonly #managers = new Set<WeakRef<ComposedManager>>();
  readonly #extensions = new WeakMap<ComposedManager, Extensions | undefined>();

  add(manager: ComposedManager, extensions: Extensions | undefined): void {
    this.#managers.add(new WeakRef(manager));
    this.#extensions.set(manager, extensions);
  }

  /** The definitions of a flag, one for each running manager that defines it. */
  definitionsOf(key: string): KnownFlag[] {
    return this.#running().flatMap((manager) => {
      const flag = manager.definitions.getFlags().get(key);
      return flag === undefined ? [] : [{ flag, extensions: this.#extensions.get(manager) }];
    });
  }

  /** The keys of all flags that a running manager defines. */
  keys(): string[] {
    return [...new Set(this.#running().flatMap((manager) => [...manager.definitions.getFlags().keys()]))];
  }

  #running(): ComposedManager[] {
    const running: ComposedManager[] = [];
    for (const reference of this.#managers) {
      const manager = reference.deref();
      if (manager === undefined) this.#managers.delete(reference);
      else if (manager.lifecycle.isRunning) running.push(manager);
    }
    return running;
  }
}
