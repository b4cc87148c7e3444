import type { FlagManager } from 'nestjs-feature-flags';
import type { FlagManager as CoreManager } from 'nestjs-feature-flags/core';

// A CommonJS file sees the declarations for CommonJS, which a project augments in a CommonJS file.
declare module 'nestjs-feature-flags' {
  interface FlagTypes {
    beta_search: boolean;
  }
}

export function asks(core: CoreManager, main: FlagManager): void {
  core.isEnabled('beta_search');
  main.isEnabled('beta_search');
  core.isEnabled('beta_serch'); // rejected
  main.isEnabled('new_checkout'); // rejected
}
