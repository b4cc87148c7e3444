import type { FlagContextResolverFunction, FlagDefinitions, FlagManager, FlagRequest } from 'nestjs-feature-flags';

interface TenantRequest extends FlagRequest {
  readonly user?: { readonly id: string; readonly tenant: string; readonly plan: string };
}

/** The `contextResolver` of the module. Take the tenant from the authenticated user, not from a header. */
export const tenantContext: FlagContextResolverFunction = ({ user }: TenantRequest) =>
  user && { userId: user.id, userAttributes: { tenant: user.tenant, plan: user.plan } };

export const tenantFlags: FlagDefinitions = {
  // For certain tenants, regardless of the user.
  new_invoices: { type: 'user_attribute', attributes: { tenant: ['acme', 'globex'] } },
  // For 20% of the tenants: all users of a tenant see the same.
  new_reports: { type: 'percentage', percentage: 20, bucketBy: 'tenant' },
};

/** Turns a flag off for one tenant. */
export async function disableForTenant(flags: FlagManager, key: string, tenant: string, actor: string) {
  await flags.disable(key, { unit: tenant, unitBy: 'tenant', actor });
}
