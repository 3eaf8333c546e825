import type { CombinedError } from 'urql';
import { useText } from '../../language/text';
import { FormFoot } from '../../parts/form/Choices';
import { QueryState } from '../../parts/page/Page';

interface Props {
  error: CombinedError | undefined;
  isLoading: boolean;
  onAgain: () => void;
}

/** While Meta is asked for what it alone has; where it does not answer: why, and once more. */
export function AtMeta({ error, isLoading, onAgain }: Props) {
  const t = useText();
  return (
    <>
      <QueryState error={error} isLoading={isLoading} />
      {error !== undefined && (
        <FormFoot>
          <button type="button" className="button" aria-disabled={isLoading} onClick={onAgain}>
            {t('app.again')}
          </button>
        </FormFoot>
      )}
    </>
  );
}
