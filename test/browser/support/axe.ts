import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** What is not accessible on the page as it stands, as `rule: element`. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Past the page's policy, as a developer's tools are.
  const tools = await page.context().newCDPSession(page);
  await tools.send('Runtime.evaluate', { expression: axe.source });
  const violations = await page.evaluate(async (rules): Promise<Violation[]> => {
    const { axe } = globalThis as unknown as {
      axe: { run: (where: unknown, how: object) => Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(document, { runOnly: rules })).violations;
  }, RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
