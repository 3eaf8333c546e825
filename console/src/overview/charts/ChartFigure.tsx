import type { ReactNode } from 'react';
import { useText } from '../../language/text';
import { Table } from '../../parts/page/Table';
import css from './Charts.module.css';

interface Props {
  title: string;
  /** What each colour stands for. */
  series: readonly string[];
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  children: ReactNode;
}

/** A chart for those who see it, and the same as a table for everybody. */
export function ChartFigure({ title, series, columns, rows, children }: Props) {
  const t = useText();
  return (
    <figure className={css.figure}>
      {series.length > 1 && (
        <figcaption>
          <ul className={css.legend}>
            {series.map((name, index) => (
              <li key={name}>
                <span className={css.sample} data-series={index} aria-hidden="true" />
                {name}
              </li>
            ))}
          </ul>
        </figcaption>
      )}
      {children}
      <details className={css.numbers}>
        <summary>{t('overview.asTable', { title })}</summary>
        <Table label={title} columns={columns} rows={rows} />
      </details>
    </figure>
  );
}
