import { describe, expect, it } from '@jest/globals';
import { readJson, readYaml } from './repository-files.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string;
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const ci = readYaml('.github/workflows/ci.yml') as Workflow;
const release = readYaml('.github/workflows/release.yml') as Workflow;
const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps = [] }) => steps);

describe('The CI workflow', () => {
  it('runs the whole check of the project on each supported release of Node and on the newest', () => {
    const { strategy, steps = [] } = ci.jobs['check'] ?? {};
    const { engines } = readJson('package.json') as { engines: { node: string } };
    const oldest = /\d+/.exec(engines.node)?.[0];
    expect(strategy?.matrix.node).toStrictEqual([oldest, '22', '24', 'latest']);
    expect(steps.some((step) => step.with?.['node-version'] === '${{ matrix.node }}')).toBe(true);
    expect(steps.at(-1)?.run).toMatch(/ \.ci\/run$/);
  });

  it('runs for pull requests, for main and for a release', () => {
    expect(ci.on).toMatchObject({ push: { branches: ['main'] }, workflow_call: null });
    expect(Object.keys(ci.on)).toContain('pull_request');
  });
});

describe('The release workflow', () => {
  const { check, publish } = release.jobs;

  it('runs for the tags that "npm run release" makes, and for nothing else', () => {
    expect(release.on).toStrictEqual({ push: { tags: ['v*'] } });
  });

  it('publishes with provenance after the whole check has passed', () => {
    expect(check?.uses).toBe('./.github/workflows/ci.yml');
    expect(publish?.needs).toBe('check');
    expect(publish?.permissions).toStrictEqual({ contents: 'read', 'id-token': 'write' });
    expect(publish?.steps?.map(({ run }) => run)).toContain('npm publish --provenance --access public');
  });

  it('compares the tag with the version in package.json before it publishes', () => {
    const runs = publish?.steps?.map(({ run = '' }) => run) ?? [];
    const [comparison, publication] = [/GITHUB_REF_NAME.*package\.json/, /npm publish/].map((command) =>
      runs.findIndex((run) => command.test(run)),
    );
    expect(comparison).toBeGreaterThan(-1);
    expect(comparison).toBeLessThan(publication ?? -1);
  });
});

describe.each([
  ['CI', ci],
  ['release', release],
])('The %s workflow', (_name, workflow) => {
  it('may only read the repository by default', () => {
    expect(workflow.permissions).toStrictEqual({ contents: 'read' });
  });

  it('names the major version of each action that it uses', () => {
    const actions = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    expect(actions).not.toHaveLength(0);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
  });

  it('leaves no credentials in its checkout', () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).not.toHaveLength(0);
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'persist-credentials': false });
  });
});
