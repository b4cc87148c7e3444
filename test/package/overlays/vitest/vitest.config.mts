import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

// As the recipe of NestJS for SWC has it.
export default defineConfig({
  plugins: [swc.vite({ module: { type: 'es6' } })],
  test: { globals: true, root: './', include: ['**/*spec.ts'] },
});
