import type { FlagKey } from 'nestjs-feature-flags';

export interface Limits {
  readonly perDay: number;
  readonly regions: readonly string[];
}

// A separate project: its declaration of flags must not be visible elsewhere.
declare module 'nestjs-feature-flags' {
  interface FlagTypes {
    new_checkout: boolean;
    checkout_theme: 'classic' | 'modern';
    limits: Limits;
    page_size: 10 | 20;
    anything: unknown;
  }
}

export const keys = ['new_checkout', 'checkout_theme', 'limits', 'page_size', 'anything'] satisfies FlagKey[];
