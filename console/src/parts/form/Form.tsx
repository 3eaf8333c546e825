import { createContext, useContext, useEffect, useId, useMemo, useState, type ReactNode } from 'react';
import { useErrorText } from '../../language/error-text';
import { useRefusalText } from '../../chat/message/refusal-text';
import { useText } from '../../language/text';
import type { Refused } from './change';
import css from './Form.module.css';
import { useRefusedField } from './refused-field';

interface FormState {
  refusals: readonly Refused[];
  claim: (path: string) => () => void;
  /** It was submitted otherwise than by its own button, such as by one that asks once more. */
  attempted: () => void;
}

const NOTHING = (): void => undefined;

export const FormContext = createContext<FormState>({
  refusals: [],
  claim: () => () => undefined,
  attempted: NOTHING,
});

interface FormProps {
  refusals: readonly Refused[];
  isBusy?: boolean;
  label?: string;
  onSubmit: () => void;
  children: ReactNode;
}

/** Fields that show what was refused of them, the first with the focus; what belongs to none of them is said at the end. */
export function Form({ refusals, isBusy = false, label, onSubmit, children }: FormProps) {
  const { form, attempted } = useRefusedField(isBusy);
  return (
    <form
      ref={form}
      className={css.form}
      aria-label={label}
      aria-busy={isBusy}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (isBusy) return;
        onSubmit();
        attempted();
      }}
    >
      <Refusals refusals={refusals} attempted={attempted}>
        {children}
      </Refusals>
    </form>
  );
}

interface RefusalsProps {
  refusals: readonly Refused[];
  attempted?: () => void;
  children: ReactNode;
}

/** The same without a form of its own: for an editor that saves by itself. */
export function Refusals({ refusals, attempted = NOTHING, children }: RefusalsProps) {
  const [claimed, setClaimed] = useState<readonly string[]>([]);
  const state = useMemo(
    () => ({
      refusals,
      attempted,
      claim: (path: string) => {
        setClaimed((paths) => [...paths, path]);
        return () => setClaimed((paths) => paths.filter((each, index) => index !== paths.indexOf(path)));
      },
    }),
    [refusals, attempted],
  );
  const others = refusals.filter(({ path }) => !claimed.some((claim) => isAt(path, claim)));
  return (
    <FormContext.Provider value={state}>
      {children}
      <Problems refusals={others} />
    </FormContext.Provider>
  );
}

/** What was refused, as a list that is announced. */
export function Problems({ refusals, id }: { refusals: readonly Refused[]; id?: string }) {
  const text = useRefusedText();
  return (
    <div role="alert" id={id}>
      {refusals.length > 0 && (
        <ul className={css.problems}>
          {refusals.map((refused, index) => (
            <li key={index} dir="auto">
              {text(refused)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function useRefusedText(): (refused: Refused) => string {
  const errorText = useErrorText();
  const refusalText = useRefusalText();
  const t = useText();
  return (refused) => {
    const { said, refusal, phoneProblem, suggestion } = refused;
    if (said !== undefined) return said;
    if (refusal !== undefined) return refusalText(refusal);
    const text = phoneProblem === undefined ? errorText(refused) : t(`phoneProblem.${phoneProblem}`);
    return suggestion == null ? text : `${text} ${suggestion}?`;
  };
}

interface Described {
  id: string;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

interface FieldProps {
  label: string;
  /** Where in the input it stands, such as header.text; those beneath belong to it too. */
  path: string;
  hint?: ReactNode;
  /** Found here, without having asked the server. */
  problems?: readonly string[];
  children: (described: Described) => ReactNode;
}

/** A control with its name, what helps, and what was refused of it. */
export function Field({ label, path, hint, problems = [], children }: FieldProps) {
  const id = useId();
  const { refusals, claim } = useContext(FormContext);
  const text = useRefusedText();
  useEffect(() => claim(path), [claim, path]);
  const wrong = [...problems, ...refusals.filter((refused) => isAt(refused.path, path)).map(text)];
  const described = [hint === undefined ? null : `${id}-hint`, wrong.length === 0 ? null : `${id}-wrong`];
  const describedBy = described.filter((each) => each !== null).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(wrong.length > 0 && { 'aria-invalid': true }),
        ...(describedBy !== '' && { 'aria-describedby': describedBy }),
      })}
      {hint !== undefined && (
        <small id={`${id}-hint`} className={css.hint}>
          {hint}
        </small>
      )}
      <div role="alert" className={css.wrong} id={`${id}-wrong`} dir="auto">
        {[...new Set(wrong)].join(' ')}
      </div>
    </div>
  );
}

export function isAt(path: readonly string[] | null | undefined, claim: string): boolean {
  const at = (path ?? []).join('.');
  return at === claim || at.startsWith(`${claim}.`);
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password' | 'email' | 'tel' | 'number' | 'url' | 'datetime-local' | 'date' | 'search';
  rows?: number;
  isRequired?: boolean;
  isDisabled?: boolean;
  dir?: 'ltr' | 'auto';
  autoComplete?: string;
  inputMode?: 'numeric';
  placeholder?: string;
  min?: string | number;
  max?: string | number;
}

export function TextField({ value, onChange, rows, isRequired, isDisabled, dir, ...rest }: TextFieldProps) {
  const { label, path, hint, problems, type = 'text', ...attributes } = rest;
  return (
    <Field {...{ label, path, hint, problems }}>
      {(described) =>
        rows === undefined ? (
          <input
            {...described}
            {...attributes}
            type={type}
            value={value}
            dir={dir ?? 'auto'}
            required={isRequired}
            disabled={isDisabled}
            autoComplete={attributes.autoComplete ?? 'off'}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...described}
            rows={rows}
            value={value}
            dir={dir ?? 'auto'}
            required={isRequired}
            placeholder={attributes.placeholder}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectFieldProps<Value extends string> extends Omit<FieldProps, 'children'> {
  value: Value;
  options: readonly Option<Value>[];
  isDisabled?: boolean;
  onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, options, onChange, isDisabled, ...field } = props;
  return (
    <Field {...field}>
      {(described) => (
        <select
          {...described}
          value={value}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
