export interface Row {
  name: string;
  baseline: string;
  measured: string;
  /** Measured by baseline, where that says something. */
  ratio: number | null;
  target: string;
  isMet: boolean;
}

/** The table for people; the same rows go into a JSON file for programs. */
export function tableOf(rows: Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    row.baseline,
    row.measured,
    row.ratio?.toFixed(2) ?? '–',
    row.target,
    row.isMet ? 'yes' : 'NO',
  ]);
  const lines = [
    ['what', 'baseline', 'measured', 'ratio', 'target', 'met'],
    ['---', '---', '---', '---', '---', '---'],
    ...cells,
  ];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
