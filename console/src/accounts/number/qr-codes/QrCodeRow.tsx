import { Download, Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type { ShownQrCodeFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { CopyField } from '../../../parts/CopyField';
import { useChange } from '../../../parts/form/change';
import { ConfirmButton } from '../../../parts/form/ConfirmButton';
import { Row } from '../../../parts/page/Rows';
import { addressOfSvg, qrSvg } from '../../../parts/qr-picture';
import { saveFile } from '../../../parts/save-file';
import { useTell } from '../../../parts/tell';
import { DELETE_QR_CODE } from './qr-code-documents';
import css from './QrCodes.module.css';

interface Props {
  qrCode: ShownQrCodeFragment;
  phoneNumberId: string;
  onEdit: () => void;
  onDeleted: () => void;
}

/** The quiet zone that cameras want around a printed code, in modules. */
const PRINTED_BORDER = 4;

export function QrCodeRow({ qrCode: { code, message, link }, phoneNumberId, onEdit, onDeleted }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const picture = useMemo(() => addressOfSvg(qrSvg(link)), [link]);
  const download = (): void =>
    saveFile(`${code}.svg`, new Blob([qrSvg(link, PRINTED_BORDER)], { type: 'image/svg+xml' }));
  const remove = async (): Promise<boolean> => {
    const isDone = (await change.run(DELETE_QR_CODE, { input: { phoneNumberId, code } })) !== null;
    if (isDone) {
      tell.done(t('number.qr.deleted'));
      onDeleted();
    }
    return isDone;
  };
  return (
    <Row
      title={message}
      start={<img className={css.picture} src={picture} alt={t('number.qr.picture', { message })} />}
      end={
        <>
          <button
            type="button"
            className="button small"
            aria-label={`${t('number.qr.download')}: ${message}`}
            onClick={download}
          >
            <Download aria-hidden="true" />
            {t('number.qr.download')}
          </button>
          <button type="button" className="button small" aria-label={`${t('app.edit')}: ${message}`} onClick={onEdit}>
            <Pencil aria-hidden="true" />
            {t('app.edit')}
          </button>
          <ConfirmButton
            label={t('app.delete')}
            isSmall
            icon={<Trash2 aria-hidden="true" />}
            question={t('number.qr.delete.question', { message })}
            change={change}
            onConfirm={remove}
          />
        </>
      }
    >
      <CopyField label={t('number.qr.link')} value={link} />
    </Row>
  );
}
