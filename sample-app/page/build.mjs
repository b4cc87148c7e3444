// Bundles the page of the shop into page/dist, which the sample app serves.
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = import.meta.dirname;
const dist = join(folder, 'dist');

rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: ['src/main.tsx', 'styles/page.css'].map((source) => ({ in: join(folder, source), out: 'page' })),
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
for (const name of ['icon.svg', 'index.html']) copyFileSync(join(folder, name), join(dist, name));
