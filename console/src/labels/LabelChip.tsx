import type { Label } from './label-catalogue';
import css from './Label.module.css';

/** A label by name; the colour says nothing that the name does not. */
export function LabelChip({ label }: { label: Label }) {
  return (
    <span className={css.chip} data-color={label.color} title={label.name} dir="auto">
      {label.name}
    </span>
  );
}
