import { useText } from '../language/text';
import { DownloadButton } from '../parts/form/DownloadButton';

/** Downloads all that is kept of a customer, as an archive for whoever asks. */
export function ExportContact({ id, isSmall = false }: { id: string; isSmall?: boolean }) {
  const t = useText();
  return (
    <DownloadButton
      label={t('contact.export')}
      address={`/contacts/${id}/export.zip`}
      fileName={`contact-${id}.zip`}
      isSmall={isSmall}
    />
  );
}
