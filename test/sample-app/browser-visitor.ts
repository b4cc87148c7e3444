import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** A visitor with a browser profile of their own: cookies and storage are shared with nobody. */
export class BrowserVisitor {
  /** Everything that went wrong in the page: errors and warnings of scripts, the network and the content policy. */
  readonly problems: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message: ConsoleMessage) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
  }

  static async open(browser: Browser, url: string, options: { colorScheme?: 'light' | 'dark' } = {}) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 940 }, ...options });
    const visitor = new BrowserVisitor(context, await context.newPage());
    await visitor.page.goto(url);
    return visitor;
  }

  /** Signs in with the form of the page, which then loads again. */
  async signIn(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.getByTestId('visitor').getByText(name).waitFor();
  }

  /** Resolves once the page shows the answer of a flag. */
  async sees(flagKey: string, answer: string): Promise<void> {
    await this.page.locator(`[data-flag="${flagKey}"] [data-answer="${answer}"]`).waitFor();
  }

  async reasonOf(flagKey: string): Promise<string> {
    return (await this.page.locator(`[data-flag="${flagKey}"] small`).textContent()) ?? '';
  }

  /** Resolves once the page shows one of the two checkouts. */
  async seesCheckout(checkout: 'new' | 'legacy'): Promise<void> {
    await this.page.locator(`[data-testid="checkout"][data-checkout="${checkout}"]`).waitFor();
  }

  /** Presses a button in the operator's panel. */
  async operate(flagKey: string, button: string): Promise<void> {
    await this.page.locator(`[data-override="${flagKey}"]`).getByRole('button', { name: button, exact: true }).click();
  }

  async excessWidth(width: number): Promise<number> {
    await this.page.setViewportSize({ width, height: 800 });
    return await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
