import type { ReactNode } from 'react';
import css from './Form.module.css';

/** Fields that belong together: one of several of the same kind. */
export function FieldGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={css.group}>
      <legend dir="auto">{title}</legend>
      {children}
    </fieldset>
  );
}
