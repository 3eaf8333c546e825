import { useState } from 'react';
import type { ShownGreetingsFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { useChange } from '../../../parts/form/change';
import { CheckBox, FormFoot } from '../../../parts/form/Choices';
import { Form, TextField } from '../../../parts/form/Form';
import { ListEditor } from '../../../parts/form/ListEditor';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { useTell } from '../../../parts/tell';
import { SET_GREETINGS } from './greeting-documents';
import { changesOf, draftOf, type GreetingsDraft } from './greetings-draft';

interface Props {
  greetings: ShownGreetingsFragment;
  phoneNumberId: string;
  onSaved: () => void;
  onClose: () => void;
}

const MAX_ICE_BREAKERS = 4;
const MAX_COMMANDS = 30;

export function GreetingsDialog({ greetings, phoneNumberId, onSaved, onClose }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [before] = useState(() => draftOf(greetings));
  const [draft, setDraft] = useState(before);
  const edit = (changed: Partial<GreetingsDraft>): void => setDraft((now) => ({ ...now, ...changed }));
  const save = async (): Promise<void> => {
    const input = { phoneNumberId, ...changesOf(before, draft) };
    if ((await change.run(SET_GREETINGS, { input })) === null) return;
    tell.done(t('number.greetings.saved'));
    onSaved();
    onClose();
  };
  return (
    <ModalDialog title={t('number.greetings.edit')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <CheckBox
          label={t('number.welcome')}
          hint={t('number.welcome.hint')}
          isChecked={draft.isWelcomeMessageOn}
          onChange={(isWelcomeMessageOn) => edit({ isWelcomeMessageOn })}
        />
        <ListEditor
          entries={draft.iceBreakers}
          max={MAX_ICE_BREAKERS}
          empty=""
          title={(number) => t('number.iceBreaker', { number })}
          addLabel={t('number.addIceBreaker')}
          onChange={(iceBreakers) => edit({ iceBreakers })}
        >
          {(text, changeTo, index) => (
            <TextField
              label={t('number.iceBreaker.text')}
              hint={t('number.upToNoEmoji', { limit: 80 })}
              path={`iceBreakers.${index}`}
              value={text}
              onChange={changeTo}
            />
          )}
        </ListEditor>
        <ListEditor
          entries={draft.commands}
          max={MAX_COMMANDS}
          empty={{ name: '', description: '' }}
          title={(number) => t('number.command', { number })}
          addLabel={t('number.addCommand')}
          onChange={(commands) => edit({ commands })}
        >
          {(command, changeTo, index) => (
            <>
              <TextField
                label={t('number.command.name')}
                hint={t('number.command.name.hint')}
                path={`commands.${index}.name`}
                dir="ltr"
                value={command.name}
                onChange={(name) => changeTo({ ...command, name })}
              />
              <TextField
                label={t('number.command.description')}
                hint={t('number.upToNoEmoji', { limit: 256 })}
                path={`commands.${index}.description`}
                value={command.description}
                onChange={(description) => changeTo({ ...command, description })}
              />
            </>
          )}
        </ListEditor>
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
