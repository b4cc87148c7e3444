import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle } from '@cucumber/messages';
import { suiteFolder } from '../suites.js';

/** One case of a feature: a scenario, or a scenario outline with one row of its examples. */
export interface Case {
  readonly title: string;
  readonly tags: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly text: string;
  /** The rows of the step's table, its header included; empty without one. */
  readonly table: readonly (readonly string[])[];
}

/** Parses a feature of the specification of OpenFeature. */
export function casesOf(name: string): Case[] {
  const newId = IdGenerator.incrementing();
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
  const document = parser.parse(readFileSync(join(suiteFolder('openfeature'), name), 'utf8'));
  return numbered(compile(document, name, newId).map(caseOf));
}

function caseOf({ name, tags, steps }: Pickle): Case {
  return {
    title: name,
    tags: tags.map((tag) => tag.name),
    steps: steps.map(({ text, argument }) => ({
      text,
      table: (argument?.dataTable?.rows ?? []).map(({ cells }) => cells.map(({ value }) => value)),
    })),
  };
}

/** Numbers the cases of one outline, which share a title. */
function numbered(cases: readonly Case[]): Case[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const count = (seen.get(each.title) ?? 0) + 1;
    seen.set(each.title, count);
    const isOutline = cases.filter(({ title }) => title === each.title).length > 1;
    return isOutline ? { ...each, title: `${each.title}, example ${count}` } : each;
  });
}
