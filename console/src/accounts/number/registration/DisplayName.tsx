import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { NumberStandingFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { FormFoot } from '../../../parts/form/Choices';
import { Form, TextField } from '../../../parts/form/Form';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { Section } from '../../../parts/page/Page';
import { useTell } from '../../../parts/tell';
import { useNumberChange } from '../number-change';
import { REQUEST_NAME } from '../number-documents';
import { useNumberTexts } from '../number-texts';

/** The name that customers see, the one that was asked for, and asking for another. */
export function DisplayName({ number }: { number: NumberStandingFragment }) {
  const t = useText();
  const text = useNumberTexts();
  const [isAsking, setAsking] = useState(false);
  const { verifiedName, requestedName: name, requestedNameStatus, requestedNameReason } = number;
  return (
    <Section
      title={t('number.name')}
      actions={
        <button type="button" className="button" onClick={() => setAsking(true)}>
          <Pencil aria-hidden="true" />
          {t('number.askName')}
        </button>
      }
    >
      <p>{verifiedName === null ? t('number.name.unknown') : t('number.name.is', { name: verifiedName })}</p>
      <div role="status">
        {name !== null && requestedNameStatus === 'APPROVED' && <p>{t('number.name.approved', { name })}</p>}
        {name !== null && requestedNameStatus === 'PENDING_REVIEW' && <p>{t('number.name.inReview', { name })}</p>}
        {name !== null && requestedNameStatus === 'DECLINED' && (
          <p>
            {t('number.name.declined', { name })} {requestedNameReason !== null && text.nameReason(requestedNameReason)}
          </p>
        )}
      </div>
      {isAsking && <AskForName number={number} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function AskForName({ number, onClose }: { number: NumberStandingFragment; onClose: () => void }) {
  const t = useText();
  const tell = useTell();
  const change = useNumberChange();
  const [displayName, setDisplayName] = useState('');
  const ask = async (): Promise<void> => {
    if ((await change.run(REQUEST_NAME, { input: { phoneNumberId: number.id, displayName } })) === null) return;
    tell.done(t('number.askName.done'));
    onClose();
  };
  return (
    <ModalDialog title={t('number.askName')} onClose={onClose}>
      <p>{t('number.askName.hint')}</p>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void ask()}>
        <TextField
          label={t('number.newName')}
          hint={t('number.newName.hint')}
          path="displayName"
          value={displayName}
          onChange={setDisplayName}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('number.askName.do')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
