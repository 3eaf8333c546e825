import { Download } from 'lucide-react';
import { useText } from '../language/text';
import { saveFile } from '../parts/save-file';
import css from './SignIn.module.css';

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useText();
  return (
    <>
      <p role="status">{t('twoFactor.codes.hint')}</p>
      <ul className={css.codes} aria-label={t('twoFactor.codes')} dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <button
        type="button"
        className="button"
        onClick={() =>
          saveFile('parley-recovery-codes.txt', new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }))
        }
      >
        <Download aria-hidden="true" />
        {t('twoFactor.codes.save')}
      </button>
      <button type="button" className="button primary" onClick={onKept}>
        {t('twoFactor.codes.kept')}
      </button>
    </>
  );
}
