import { describe, expect, it } from '@jest/globals';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { FlagManager } from 'nestjs-feature-flags';
import { FeatureFlagsHealthIndicator } from 'nestjs-feature-flags/health';
import { HEALTH_PROBLEMS, healthProblem, type FlagHealthProblemKind } from '../../lib/health/health-problem.js';
import { codeBlocks, tableRows } from './code-blocks.js';
import { anchorsOf, page } from './pages.js';
import { propertiesOf } from './properties-of.js';
import { checkTenants } from './recipes/health/tenants.js';

const { text } = page('docs/guide/health.md');
const kinds = Object.keys(HEALTH_PROBLEMS) as FlagHealthProblemKind[];

describe('The page on health checks', () => {
  it('lists exactly the problems that exist', () => {
    expect(tableRows(text, 'problem').map(([problem]) => problem)).toEqual(kinds);
  });

  it('lists exactly the limits that exist', () => {
    const options = tableRows(text, 'Option').map(([name]) => name);
    const names = propertiesOf('DownAfter', 'lib/health/feature-flags-health.options.ts');
    expect(options).toEqual(names.map((name) => `downAfter.${name}`));
  });

  it('shows a problem as a check reports it', () => {
    const shown = codeBlocks(text).find(({ language }) => language === 'json');
    const facts = {
      source: 'redis-store:feature-flags',
      since: '2026-11-27T09:30:00.000Z',
      errorCodes: ['STORE_UNAVAILABLE', 'ECONNREFUSED'],
    };
    expect(JSON.parse(shown?.code ?? '')).toMatchObject({
      info: { feature_flags: { problems: [healthProblem('stale', facts)] } },
    });
  });

  it.each(kinds)('names a section of the manual that exists for the problem "%s"', (kind) => {
    const [path = '', anchor = ''] = healthProblem(kind).see.replace('nestjs-feature-flags/', '').split('#');
    expect(anchorsOf(page(path).text)).toContain(anchor);
  });

  it('checks the managers of all tenants', async () => {
    const app = await Test.createTestingModule({ imports: [TerminusModule.forRoot({ logger: false })] }).compile();
    const tenants = new Map([
      ['acme', await FlagManager.create({ initialFlags: { sale: true } })],
      ['umbrella', new FlagManager({ initialFlags: { sale: true } })], // not started
    ]);
    const indicator = new FeatureFlagsHealthIndicator(app.get(HealthIndicatorService));
    await expect(checkTenants(app.get(HealthCheckService), indicator, tenants)).rejects.toMatchObject({
      response: {
        info: { feature_flags_acme: { status: 'up', state: 'ready' } },
        error: { feature_flags_umbrella: { status: 'down', state: 'starting' } },
      },
    });
    for (const flags of tenants.values()) await flags.close();
    await app.close();
  });
});
