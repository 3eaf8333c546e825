import { useText } from '../language/text';
import { CopyField } from '../parts/CopyField';
import { addressOfSvg, qrSvg } from '../parts/qr-picture';
import css from './SignIn.module.css';

/** The secret of a new second factor, as a picture for the app's camera and as a text to be typed. */
export default function AppSecret({ uri, secret }: { uri: string; secret: string }) {
  const t = useText();
  return (
    <>
      <p>{t('twoFactor.scan')}</p>
      <img className={css.qr} src={addressOfSvg(qrSvg(uri))} alt={t('twoFactor.qr')} />
      <CopyField label={t('twoFactor.secret')} value={secret} />
    </>
  );
}
