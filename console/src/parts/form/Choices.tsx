import { useContext, useEffect, useId, type ReactNode } from 'react';
import css from './Form.module.css';
import { FormContext, isAt, useRefusedText } from './Form';

export interface Choice {
  id: string;
  label: string;
  hint?: string | undefined;
}

interface Props {
  legend: string;
  path: string;
  options: readonly Choice[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  empty?: ReactNode;
}

/** Several of a few, each with its box. */
export function Choices({ legend, path, options, chosen, onChange, empty }: Props) {
  const id = useId();
  const { refusals, claim } = useContext(FormContext);
  const text = useRefusedText();
  useEffect(() => claim(path), [claim, path]);
  const wrong = refusals.filter((refused) => isAt(refused.path, path)).map(text);
  return (
    <fieldset className={css.choices} aria-describedby={wrong.length > 0 ? id : undefined}>
      <legend>{legend}</legend>
      {options.length === 0 && empty}
      {options.map((option) => (
        <label key={option.id}>
          <input
            type="checkbox"
            checked={chosen.includes(option.id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, option.id] : chosen.filter((each) => each !== option.id))
            }
          />
          <span dir="auto">
            {option.label}
            {option.hint !== undefined && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
      <div role="alert" className={css.wrong} id={id}>
        {wrong.join(' ')}
      </div>
    </fieldset>
  );
}

/** One box with its sentence. */
export function CheckBox(props: {
  label: string;
  hint?: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}) {
  return (
    <div className={css.choices}>
      <label>
        <input type="checkbox" checked={props.isChecked} onChange={(event) => props.onChange(event.target.checked)} />
        <span>
          {props.label}
          {props.hint !== undefined && <small>{props.hint}</small>}
        </span>
      </label>
    </div>
  );
}

export function FormFoot({ children }: { children: ReactNode }) {
  return <div className={css.foot}>{children}</div>;
}
