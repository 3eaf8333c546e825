import { Download } from 'lucide-react';
import { useState } from 'react';
import { AskFailure } from '../../graphql/ask';
import { download } from '../../graphql/request';
import { useText } from '../../language/text';
import { saveFile } from '../save-file';
import { useTell } from '../tell';

interface Props {
  label: string;
  /** Of the API, with its query. */
  address: string;
  fileName: string;
  isSmall?: boolean;
}

/** Downloads a file of the API as whoever is signed in, once however often it is pressed; a refusal is told. */
export function DownloadButton({ label, address, fileName, isSmall = false }: Props) {
  const t = useText();
  const tell = useTell();
  const [isSaving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      saveFile(fileName, await download(address));
    } catch (error) {
      if (!(error instanceof AskFailure)) throw error;
      tell.trouble(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <button
      type="button"
      className={isSmall ? 'button small' : 'button'}
      aria-disabled={isSaving}
      onClick={() => void (isSaving || save())}
    >
      <Download aria-hidden="true" />
      {isSaving ? t('app.loading') : label}
    </button>
  );
}
