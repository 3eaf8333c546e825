import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ShownQrCodeFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { useConnection } from '../../../parts/connection';
import { Section } from '../../../parts/page/Page';
import { MoreButton, Rows } from '../../../parts/page/Rows';
import { AtMeta } from '../AtMeta';
import { QR_CODES } from './qr-code-documents';
import { QrCodeDialog } from './QrCodeDialog';
import { QrCodeRow } from './QrCodeRow';

const NO_CURSOR: string | null = null;

/** The QR codes of a number, newest first, each drawn here from its link; making, changing and deleting them. */
export function QrCodes({ phoneNumberId }: { phoneNumberId: string }) {
  const t = useText();
  const [edited, setEdited] = useState<ShownQrCodeFragment | 'NEW' | null>(null);
  const list = useConnection(QR_CODES, { phoneNumberId, after: NO_CURSOR }, ({ qrCodes }) => qrCodes);
  const isKnown = list.error === undefined && !list.isLoading;
  return (
    <Section
      title={t('number.qr')}
      actions={
        list.error === undefined && (
          <button type="button" className="button" onClick={() => setEdited('NEW')}>
            <Plus aria-hidden="true" />
            {t('number.qr.new')}
          </button>
        )
      }
    >
      <p>{t('number.qr.hint')}</p>
      <Rows label={t('number.qr')}>
        {list.nodes.map((qrCode) => (
          <QrCodeRow
            key={qrCode.code}
            qrCode={qrCode}
            phoneNumberId={phoneNumberId}
            onEdit={() => setEdited(qrCode)}
            onDeleted={list.reload}
          />
        ))}
      </Rows>
      {list.nodes.length === 0 &&
        (isKnown ? (
          <p role="status">{t('number.qr.none')}</p>
        ) : (
          <AtMeta error={list.error} isLoading={list.isLoading} onAgain={list.reload} />
        ))}
      <MoreButton hasMore={list.hasMore} isLoading={list.isLoading} onMore={list.more} />
      {edited !== null && (
        <QrCodeDialog
          qrCode={edited === 'NEW' ? null : edited}
          phoneNumberId={phoneNumberId}
          onChanged={list.reload}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}
