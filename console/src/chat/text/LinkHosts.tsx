import { Globe, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useText } from '../../language/text';
import { linkHosts } from './link-hosts';
import css from './FormattedText.module.css';

/** Where the links of a text lead, by their hosts alone: nothing is fetched, so nobody learns that somebody reads. */
export default function LinkHosts({ text }: { text: string }) {
  const t = useText();
  const hosts = useMemo(() => linkHosts(text), [text]);
  if (hosts.length === 0) return null;
  return (
    <ul className={css.hosts} aria-label={t('links.lead')}>
      {hosts.map(({ host, isForeign, isDisguised }) => (
        <li key={host} data-odd={isForeign || isDisguised || undefined}>
          {isForeign || isDisguised ? <TriangleAlert aria-hidden="true" /> : <Globe aria-hidden="true" />}
          <span>
            <bdi dir="ltr">{host}</bdi>
            {isForeign && <small>{t('links.foreign')}</small>}
            {isDisguised && <small>{t('links.disguised')}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}
