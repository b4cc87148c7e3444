import type { FlagManager } from 'nestjs-feature-flags';
import type { FlagKey, FlagManager as CoreManager } from 'nestjs-feature-flags/core';

// Augmented by the name of one entry point, for all of them.
declare module 'nestjs-feature-flags/core' {
  interface FlagTypes {
    new_checkout: boolean;
    checkout_theme: 'classic' | 'modern';
  }
}

export const keys: FlagKey[] = ['new_checkout', 'checkout_theme', 'new_chekout']; // rejected
export function asks(core: CoreManager, main: FlagManager): ('classic' | 'modern')[] {
  core.isEnabled('new_chekout'); // rejected
  main.isEnabled('new_chekout'); // rejected
  return [core.getVariant('checkout_theme', 'classic'), main.getVariant('checkout_theme', 'modern')];
}
