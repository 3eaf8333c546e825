import { useState } from 'react';
import type { ShownQrCodeFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { useChange } from '../../../parts/form/change';
import { FormFoot } from '../../../parts/form/Choices';
import { Form, Problems, TextField } from '../../../parts/form/Form';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { useTell } from '../../../parts/tell';
import { isUncertain } from './uncertain';
import { CREATE_QR_CODE, UPDATE_QR_CODE } from './qr-code-documents';

interface Props {
  /** null: a new one. */
  qrCode: ShownQrCodeFragment | null;
  phoneNumberId: string;
  onChanged: () => void;
  onClose: () => void;
}

/** Meta makes a second code of the same again: where it is not known whether one was made, this form makes none any more. */
export function QrCodeDialog({ qrCode, phoneNumberId, onChanged, onClose }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [message, setMessage] = useState(qrCode?.message ?? '');
  const title = t(qrCode === null ? 'number.qr.new' : 'number.qr.edit');
  const isPerhapsMade = qrCode === null && change.refusals.some(isUncertain);
  const save = async (): Promise<void> => {
    const payload =
      qrCode === null
        ? await change.run(CREATE_QR_CODE, { input: { phoneNumberId, message } })
        : await change.run(UPDATE_QR_CODE, { input: { phoneNumberId, code: qrCode.code, message } });
    if (payload === null) return;
    tell.done(t(qrCode === null ? 'number.qr.made' : 'number.qr.changed'));
    onChanged();
    onClose();
  };
  if (isPerhapsMade)
    return (
      <ModalDialog
        title={title}
        onClose={() => {
          onChanged();
          onClose();
        }}
      >
        <Problems refusals={change.refusals} />
        <p>{t('number.qr.uncertain')}</p>
        <FormFoot>
          <button
            type="button"
            className="button primary"
            autoFocus
            onClick={() => {
              onChanged();
              onClose();
            }}
          >
            {t('number.qr.look')}
          </button>
        </FormFoot>
      </ModalDialog>
    );
  return (
    <ModalDialog title={title} onClose={onClose}>
      {qrCode !== null && <p>{t('number.qr.edit.hint')}</p>}
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('number.qr.message')}
          hint={t('number.qr.message.hint', { limit: 140 })}
          path="message"
          rows={3}
          value={message}
          onChange={setMessage}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t(qrCode === null ? 'number.qr.make' : 'app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
