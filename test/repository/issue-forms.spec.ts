import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readYaml } from './repository-files.js';

interface Element {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string; readonly value?: string };
  readonly validations?: { readonly required: boolean };
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Element[];
}

const folder = '.github/ISSUE_TEMPLATE';
const forms = readdirSync(new URL(`../../${folder}/`, import.meta.url)).filter((name) => name !== 'config.yml');

describe('The issue forms', () => {
  it('exist for bugs, features and questions', () => {
    expect(forms.toSorted()).toStrictEqual(['bug.yml', 'feature.yml', 'question.yml']);
  });

  it.each(forms)('have a name, a description, labels and unique ids in %s', (file) => {
    const { name, description, body } = readYaml(`${folder}/${file}`) as Form;
    expect([typeof name, typeof description]).toStrictEqual(['string', 'string']);
    const fields = body.filter(({ type }) => type !== 'markdown');
    expect(fields.map(({ type }) => type)).toStrictEqual(fields.map(() => 'textarea'));
    for (const { id, attributes } of fields) {
      expect(id).toMatch(/^[a-z-]+$/);
      expect(attributes.label).toMatch(/^[A-Z]/);
    }
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    expect(fields[0]?.validations).toStrictEqual({ required: true });
  });

  it('send a vulnerability to the security policy instead of a public issue', () => {
    const { body } = readYaml(`${folder}/bug.yml`) as Form;
    expect(body[0]?.attributes.value).toContain('SECURITY.md');
  });
});
