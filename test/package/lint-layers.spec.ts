import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { LINT_LAYERS, lintLayers } from '../../scripts/lint-layers.mjs';

describe('The lint rules of the layers', () => {
  it('are those of the table: else run "node scripts/lint-layers.mjs"', () => {
    expect(readFileSync(LINT_LAYERS, 'utf8')).toBe(lintLayers());
  });

  it('cover every folder of lib', () => {
    const entries = readdirSync(new URL('../../lib/', import.meta.url), { withFileTypes: true });
    for (const folder of entries.filter((entry) => entry.isDirectory())) {
      expect(lintLayers()).toContain(`"lib/${folder.name}/**"`);
    }
  });

  it('let a folder import from no folder that imports from it', () => {
    const rules = lintLayers();
    expect(rules).toContain('(providers|store|redis|manager|nest|testing)/'); // of the engine
    expect(rules).toContain('(redis|testing)/'); // of nest
  });
});
