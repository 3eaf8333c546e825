import { MAX_PAGE_SIZE, type ForwardPageArgs, type Page } from '../common/graphql/pagination/connection.js';

/** All nodes of a list, read page by page. */
export async function allPages<T>(read: (page: ForwardPageArgs) => Promise<Page<T>>): Promise<T[]> {
  const nodes: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await read({ first: MAX_PAGE_SIZE, ...(after === null ? {} : { after }) });
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}
