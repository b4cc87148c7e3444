import { describe, expect, it } from '@jest/globals';
import { FlagManager } from 'nestjs-feature-flags';
import { disableForTenant, tenantContext, tenantFlags } from './recipes/targeting/tenants.js';

const contextOf = (id: string, tenant: string) => {
  const context = tenantContext({ user: { id, tenant, plan: 'gold' } });
  if (context === undefined || context instanceof Promise) throw new Error('no context');
  return context;
};

describe('The flags of several tenants', () => {
  it('are the same for all users of a tenant, and can be turned off for one tenant', async () => {
    const flags = await FlagManager.create({ initialFlags: tenantFlags });
    expect(flags.isEnabled('new_invoices', contextOf('ada', 'acme'))).toBe(true);
    expect(flags.isEnabled('new_invoices', contextOf('ada', 'initech'))).toBe(false);
    const tenants = Array.from({ length: 200 }, (_, i) => `tenant-${i}`);
    const answers = tenants.map((tenant) => {
      const users = ['ada', 'bob', 'cleo'].map((id) => flags.isEnabled('new_reports', contextOf(id, tenant)));
      return [...new Set(users)];
    });
    expect(answers.every((answer) => answer.length === 1)).toBe(true);
    expect(answers.flat().filter(Boolean).length).toBeGreaterThan(20);

    await disableForTenant(flags, 'new_invoices', 'acme', 'ops@shop.example');
    expect(flags.isEnabled('new_invoices', contextOf('ada', 'acme'))).toBe(false);
    expect(flags.isEnabled('new_invoices', contextOf('ada', 'globex'))).toBe(true);
    await flags.close();
  });
});
