import type { FlagKey } from 'nestjs-feature-flags';

// A project of its own: what it declares about the package's flags must be seen nowhere else.
declare module 'nestjs-feature-flags' {
  interface FlagKeys {
    new_checkout: true;
    checkout_theme: true;
  }
}

export const keys = ['new_checkout', 'checkout_theme'] satisfies FlagKey[];
