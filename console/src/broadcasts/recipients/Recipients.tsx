import { useText } from '../../language/text';
import type { SendableTemplate } from '../../templates/picker/sendable-templates';
import css from '../Broadcasts.module.css';
import type { ChosenRecipients } from './chosen-recipients';
import { FileRecipients } from './FileRecipients';
import { ListRecipients } from './ListRecipients';
import { RecordRecipients } from './RecordRecipients';

export type Way = 'LIST' | 'FILE' | 'RECORDS';
const WAYS: Way[] = ['LIST', 'FILE', 'RECORDS'];

export interface RecipientsProps {
  accountId: string;
  template: SendableTemplate;
  onChange: (chosen: ChosenRecipients) => void;
}

interface Props extends RecipientsProps {
  way: Way;
  onWay: (way: Way) => void;
}

export function Recipients({ way, onWay, ...props }: Props) {
  const t = useText();
  return (
    <>
      <fieldset className={css.ways}>
        <legend className="visually-hidden">{t('recipients.title')}</legend>
        {WAYS.filter((each) => each !== 'RECORDS' || props.template.appliesTo !== null).map((each) => (
          <label key={each}>
            <input type="radio" name="way" checked={way === each} onChange={() => onWay(each)} />
            {t(`recipients.way.${each}`)}
          </label>
        ))}
      </fieldset>
      {way === 'LIST' && <ListRecipients {...props} />}
      {way === 'FILE' && <FileRecipients {...props} />}
      {way === 'RECORDS' && <RecordRecipients {...props} />}
    </>
  );
}
