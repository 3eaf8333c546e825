import { useText } from '../language/text';
import { CopyField } from '../parts/CopyField';
import { FormFoot } from '../parts/form/Choices';
import { ModalDialog } from '../parts/form/ModalDialog';

/** What is shown this once, and in which words. */
interface ShownSecretProps {
  title: string;
  warning: string;
  label: string;
  secret: string;
  onClose: () => void;
}

/** A secret of a key or an endpoint, shown this once. */
export function ShownSecret({ title, warning, label, secret, onClose }: ShownSecretProps) {
  const t = useText();
  return (
    <ModalDialog title={title} isAlert onClose={onClose}>
      <p role="status">{warning}</p>
      <CopyField label={label} value={secret} />
      <FormFoot>
        <button type="button" className="button primary" onClick={onClose}>
          {t('keys.kept')}
        </button>
      </FormFoot>
    </ModalDialog>
  );
}

/** The same of an endpoint. */
export function EndpointSecret({ secret, onClose }: Pick<ShownSecretProps, 'secret' | 'onClose'>) {
  const t = useText();
  const label = t('endpoints.secret');
  return <ShownSecret title={label} warning={t('endpoints.once')} label={label} secret={secret} onClose={onClose} />;
}
