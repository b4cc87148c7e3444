import { withProvider, type OpenProvider, type ProviderUnderTest, type SourceContent } from './provider-under-test.js';
import { SHOP_DEFINITIONS, SHOP_SEGMENTS } from './shop-definitions.js';

/** The whole shop. */
export const SHOP = [SHOP_DEFINITIONS, SHOP_SEGMENTS] as const satisfies SourceContent;

/** Opens a provider of the shop, and checks it against what it has to deliver: no segments where it holds none. */
export async function withShop(
  open: OpenProvider,
  check: (subject: ProviderUnderTest, shop: SourceContent) => Promise<void>,
): Promise<void> {
  await withProvider(open, SHOP, (subject) =>
    check(subject, subject.holdsSegments === true ? SHOP : [SHOP_DEFINITIONS, {}]),
  );
}
