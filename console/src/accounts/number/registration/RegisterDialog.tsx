import { useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import type {
  NumberStandingFragment,
  PinRefusalsOfNumberFragment,
  RegisterPhoneNumberInput,
  StorageRegion,
} from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { FormFoot } from '../../../parts/form/Choices';
import { Form, SelectField, type Option } from '../../../parts/form/Form';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { useTell } from '../../../parts/tell';
import { useNumberChange } from '../number-change';
import { REGISTER_NUMBER } from '../number-documents';
import { PinField } from './PinField';
import { PinRefusals } from './PinRefusals';

interface Props {
  number: NumberStandingFragment;
  refusals: PinRefusalsOfNumberFragment | null;
  onRefused: () => void;
  onClose: () => void;
}

const REGIONS: StorageRegion[] = ['AE', 'AU', 'BH', 'BR', 'CA', 'CH', 'DE', 'GB', 'ID', 'IN', 'JP', 'KR', 'SG', 'ZA'];

/** The PIN is gone with the dialog: nothing else holds it. */
export function RegisterDialog({ number, refusals, onRefused, onClose }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useNumberChange();
  const regions = useRegions();
  const [pin, setPin] = useState('');
  const [region, setRegion] = useState<StorageRegion | ''>('');
  const register = async (): Promise<void> => {
    const input: RegisterPhoneNumberInput = { phoneNumberId: number.id, pin };
    if (region !== '') input.storageRegion = region;
    if ((await change.run(REGISTER_NUMBER, { input })) === null) return onRefused();
    tell.done(t('number.registered.done'));
    onClose();
  };
  return (
    <ModalDialog title={t('number.register')} onClose={onClose}>
      <p>{t('number.register.hint')}</p>
      <PinRefusals refusals={refusals} />
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void register()}>
        <PinField value={pin} onChange={setPin} />
        <SelectField
          label={t('number.region')}
          hint={t('number.region.hint')}
          path="storageRegion"
          value={region}
          options={regions}
          onChange={setRegion}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('number.register')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

/** Countries by their names in the language of the reader, after the choice of none. */
function useRegions(): Option<StorageRegion | ''>[] {
  const t = useText();
  const { locale } = useIntl();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    const countries = REGIONS.map((value) => ({ value, label: names.of(value) ?? value }));
    countries.sort((a, b) => a.label.localeCompare(b.label, locale));
    return [{ value: '', label: t('number.region.any') }, ...countries];
  }, [locale, t]);
}
