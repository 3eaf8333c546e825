import { useText } from '../../../language/text';
import { FormFoot } from '../../../parts/form/Choices';

export function ExtraFoot() {
  const t = useText();
  return (
    <FormFoot>
      <button type="submit" className="button primary">
        {t('composer.send')}
      </button>
    </FormFoot>
  );
}
