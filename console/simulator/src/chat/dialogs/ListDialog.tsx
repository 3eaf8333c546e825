import { ModalDialog } from '../../../../src/parts/form/ModalDialog';
import type { Tap, Written } from '../taps';
import css from './Dialogs.module.css';

interface Props {
  list: Extract<Tap, { kind: 'LIST' }>;
  onChoose: (written: Written) => void;
  onClose: () => void;
}

/** The list that a message opens; a row is the answer. */
export function ListDialog({ list, onChoose, onClose }: Props) {
  return (
    <ModalDialog title={list.title} onClose={onClose}>
      {list.sections.map(({ title, rows }, index) => (
        <section key={index} aria-label={title ?? undefined}>
          {title !== null && <h3 dir="auto">{title}</h3>}
          <ul className={css.rows}>
            {rows.map((row, at) => (
              <li key={at}>
                <button type="button" className="button quiet" onClick={() => onChoose(row.written)}>
                  <bdi>{row.title}</bdi>
                  {row.description !== null && <small dir="auto">{row.description}</small>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ModalDialog>
  );
}
