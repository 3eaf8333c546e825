import { ChevronRight, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useText } from '../../language/text';
import type { Total } from '../connection';
import css from './Rows.module.css';

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

/** How long a list is, all its pages together; nothing where nobody has counted, or nothing is there. */
export function ListTotal({ total }: { total: Total | null }) {
  const t = useText();
  return (
    <p role="status" className={css.total}>
      {total !== null &&
        total.value > 0 &&
        t(total.isExact ? 'list.total' : 'list.totalAtLeast', { count: total.value })}
    </p>
  );
}

interface RowProps {
  title: string;
  /** Where it leads; without, the row is not a link. */
  href?: string;
  badge?: ReactNode;
  start?: ReactNode;
  end?: ReactNode;
  children?: ReactNode;
}

/** One of a list: its name, its state, what else is known, and where it leads. */
export function Row({ title, href, badge, start, end, children }: RowProps) {
  return (
    <li className={css.row}>
      {start}
      <div className={css.text}>
        <p className={css.name}>
          {href === undefined ? (
            <strong dir="auto">{title}</strong>
          ) : (
            <Link href={href} className={css.link} dir="auto">
              {title}
            </Link>
          )}
          {badge}
        </p>
        {children}
      </div>
      {end !== undefined && <div className={css.end}>{end}</div>}
      {href !== undefined && <ChevronRight className={`lucide flips ${css.arrow}`} aria-hidden="true" />}
    </li>
  );
}

export function Filters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search className={css.filters} aria-label={label}>
      {children}
    </search>
  );
}

export function SearchBox(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className={css.search}>
      <Search aria-hidden="true" />
      <span className="visually-hidden">{props.label}</span>
      <input
        type="search"
        className="input"
        placeholder={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

export interface FilterOption {
  value: string;
  label: string;
}

/** One of several; the first is no filter at all. */
export function FilterChoice(props: {
  label: string;
  all: string;
  value: string;
  options: readonly FilterOption[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="choice">
      <span className="visually-hidden">{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{props.all}</option>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A day, or none. */
export function DateFilter(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className="choice">
      <span>{props.label}</span>
      <input
        type="date"
        className={css.date}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

export function MoreButton({
  hasMore,
  isLoading,
  onMore,
}: {
  hasMore: boolean;
  isLoading: boolean;
  onMore: () => void;
}) {
  const t = useText();
  if (!hasMore) return null;
  return (
    <button type="button" className={`button ${css.more}`} aria-disabled={isLoading} onClick={onMore}>
      {isLoading ? t('app.loading') : t('list.more')}
    </button>
  );
}
