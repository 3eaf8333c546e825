import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { useRefusedText } from '../../parts/form/Form';
import { Table } from '../../parts/page/Table';

export interface RefusedRow {
  line: number;
  given: string;
  errors: readonly Refused[];
}

const MOST = 200;

/** Who cannot be sent to, each with the line and the reason. */
export function RefusedRows({ rows }: { rows: readonly RefusedRow[] }) {
  const t = useText();
  const text = useRefusedText();
  return (
    <>
      <Table
        label={t('recipients.refused')}
        columns={[t('recipients.line'), t('recipients.given'), t('broadcasts.reason')]}
        rows={rows.slice(0, MOST).map(({ line, given, errors }) => ({
          key: String(line),
          cells: [line, given, errors.map(text).join(' ')],
        }))}
      />
      {rows.length > MOST && <p>{t('recipients.andMore', { count: rows.length - MOST })}</p>}
    </>
  );
}
