import { useText } from '../language/text';
import { CopyField } from '../parts/CopyField';
import { FormFoot } from '../parts/form/Choices';
import { ModalDialog } from '../parts/form/ModalDialog';

/** The secret of an endpoint, shown this once. */
export function ShownSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useText();
  return (
    <ModalDialog title={t('endpoints.secret')} isAlert onClose={onClose}>
      <p role="status">{t('endpoints.once')}</p>
      <CopyField label={t('endpoints.secret')} value={secret} />
      <FormFoot>
        <button type="button" className="button primary" onClick={onClose}>
          {t('keys.kept')}
        </button>
      </FormFoot>
    </ModalDialog>
  );
}
