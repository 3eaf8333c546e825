/** A step of a plan, as EXPLAIN (FORMAT JSON) shows it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Alias?: string;
  Plans?: PlanNode[];
}

const LARGE = ['conversations', 'inbox_rows', 'participants', 'messages', 'read_markers', 'contacts', 'notifications'];
/** Indexes that have the order of a list. */
const IN_ORDER =
  /^(conversations_activity|conversations_inbox_\w+|inbox_rows_activity|inbox_rows_state_\w+|contacts_newest|notifications_\w+)$/;

/** What a plan does that grows with a table: it scans one, or sorts entries (`entry`) that an index has in order. */
export function unexpectedSteps(plan: PlanNode): string[] {
  return [...scans(plan), ...sorts(plan)];
}

function scans(node: PlanNode): string[] {
  const table = node['Relation Name'];
  const isScan = node['Node Type'] === 'Seq Scan' && table !== undefined && LARGE.includes(table);
  const isWhole =
    node['Node Type'].startsWith('Index') && node['Index Name'] !== undefined && node['Index Cond'] === undefined;
  return [
    ...(isScan || isWhole ? [`${node['Node Type']} of ${table ?? node['Index Name'] ?? '?'}`] : []),
    ...(node.Plans ?? []).flatMap(scans),
  ];
}

function sorts(node: PlanNode): string[] {
  const isSort = node['Node Type'] === 'Sort' || node['Node Type'] === 'Incremental Sort';
  const sorted = isSort ? (node.Plans ?? []).flatMap(entriesBelow) : [];
  return [...sorted.map((index) => `Sort of entries from ${index}`), ...(node.Plans ?? []).flatMap(sorts)];
}

/** Indexes of lists whose entries come up to here without a limit. */
function entriesBelow(node: PlanNode): string[] {
  if (node['Node Type'] === 'Limit') return [];
  const index = node['Index Name'];
  const isEntry = node.Alias?.startsWith('entry') === true && index !== undefined && IN_ORDER.test(index);
  return [...(isEntry ? [index] : []), ...(node.Plans ?? []).flatMap(entriesBelow)];
}
