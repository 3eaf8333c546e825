import { useText } from '../../language/text';
import css from './SearchFurther.module.css';

/** Says that the server's time was over before everything had been searched, and goes on from there. */
export function SearchFurther({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const t = useText();
  return (
    <div className={css.further}>
      <p role="status">{t('search.incomplete')}</p>
      <button type="button" className="button" aria-disabled={isLoading} onClick={onMore}>
        {isLoading ? t('app.loading') : t('search.further')}
      </button>
    </div>
  );
}
