import { beforeAll, describe, expect, it } from '@jest/globals';
import { lint, type LintResult } from './lint.js';

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

const files = {
  'ordered.ts': text(
    `import { join } from 'node:path';`,
    `import { Module } from '@nestjs/common';`,
    `import { a } from '../../a.js';`,
    `import { d } from './d.js';`,
    `import { c } from './c.js';`,
  ),
  'mixed.ts': text(
    `import { c } from './c.js';`,
    `// says why`,
    `import { Module } from '@nestjs/common';`,
    `import { a } from '../a.js';`,
    `import { join } from 'node:path';`,
    `join(a, c);`,
  ),
  'side-effects.ts': text(
    `import { c } from './c.js';`,
    `import { a } from '../a.js';`,
    `import './polyfill.js';`,
    `import fs from 'node:fs';`,
  ),
};

describe('The lint rule for the order of imports', () => {
  let resultOf: (path: keyof typeof files) => LintResult;

  beforeAll(async () => {
    resultOf = await lint('import-order', files);
  });

  it('accepts modules of Node, packages, parent folders and the same folder, in any order inside each group', () => {
    expect(resultOf('ordered.ts').messages).toStrictEqual([]);
  });

  it('names the groups in their order', () => {
    expect(resultOf('mixed.ts').messages).toStrictEqual([
      'Sort imports into modules of Node, packages, files of parent folders, files of this folder, in this order.',
    ]);
  });

  it('moves each import to its group, with the comment above it', () => {
    expect(resultOf('mixed.ts').fixed).toBe(
      text(
        `import { join } from 'node:path';`,
        `// says why`,
        `import { Module } from '@nestjs/common';`,
        `import { a } from '../a.js';`,
        `import { c } from './c.js';`,
        `join(a, c);`,
      ),
    );
  });

  it('moves no import across one that is there for its side effects', () => {
    expect(resultOf('side-effects.ts').fixed).toBe(
      text(
        `import { a } from '../a.js';`,
        `import { c } from './c.js';`,
        `import './polyfill.js';`,
        `import fs from 'node:fs';`,
      ),
    );
  });
});
