import { useState } from 'react';
import { useWorkspace } from '../app/workspace';
import type { LabelColor } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { CREATE_LABEL, UPDATE_LABEL } from './label-documents';
import type { Label } from './label-catalogue';
import css from './Label.module.css';
import { LabelChip } from './LabelChip';

const COLORS: readonly LabelColor[] = ['GRAY', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'TEAL', 'BLUE', 'PURPLE', 'PINK'];

interface Props {
  accountId: string;
  /** null: a new one. */
  label: Label | null;
  onClose: () => void;
}

export function LabelDialog({ accountId, label, onClose }: Props) {
  const t = useText();
  const { labels } = useWorkspace();
  const change = useChange();
  const [name, setName] = useState(label?.name ?? '');
  const [color, setColor] = useState<LabelColor>(label?.color ?? 'GRAY');
  const save = async (): Promise<void> => {
    const payload =
      label === null
        ? await change.run(CREATE_LABEL, { input: { accountId, name, color } })
        : await change.run(UPDATE_LABEL, { input: { labelId: label.id, name, color } });
    if (payload?.label == null) return;
    const { id } = payload.label;
    const others = (labels.state.get().get(accountId) ?? []).filter((other) => other.id !== id);
    labels.put(accountId, byName([...others, payload.label]));
    onClose();
  };
  return (
    <ModalDialog title={label?.name ?? t('labels.new')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField label={t('field.name')} path="name" value={name} onChange={setName} />
        <fieldset className={css.colors}>
          <legend>{t('labels.color')}</legend>
          {COLORS.map((each) => (
            <label key={each}>
              <input type="radio" name="color" value={each} checked={each === color} onChange={() => setColor(each)} />
              <LabelChip label={{ id: each, name: t(`labelColor.${each}`), color: each }} />
            </label>
          ))}
        </fieldset>
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

/** As the server has them: whatever the case of their letters. */
function byName(labels: Label[]): Label[] {
  return labels.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}
