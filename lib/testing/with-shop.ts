import { withProvider, type OpenProvider, type ProviderUnderTest, type SourceContent } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';

/** All flags and segments of the shop. */
export const SHOP = [SHOP_DEFINITIONS, SHOP_SEGMENTS] as const satisfies SourceContent;

/**
 * Opens a provider of the shop, and passes the definitions that it must deliver to the check; without segments if its
 * source does not contain any.
 */
export async function withShop(
  open: OpenProvider,
  check: (subject: ProviderUnderTest, shop: SourceContent) => Promise<void>,
): Promise<void> {
  await withProvider(open, SHOP, (subject) =>
    check(subject, subject.holdsSegments === true ? SHOP : [SHOP_DEFINITIONS, {}]),
  );
}
