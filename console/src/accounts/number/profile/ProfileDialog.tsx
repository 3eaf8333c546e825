import { useState } from 'react';
import type { ShownProfileFragment } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { useChange } from '../../../parts/form/change';
import { FormFoot } from '../../../parts/form/Choices';
import { FileField } from '../../../parts/form/FileField';
import { Form, SelectField, TextField } from '../../../parts/form/Form';
import { ListEditor } from '../../../parts/form/ListEditor';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { useTell } from '../../../parts/tell';
import { UPDATE_PROFILE } from './profile-documents';
import { changesOf, draftOf, type ProfileDraft } from './profile-draft';
import css from './Profile.module.css';
import { useVerticals } from './use-verticals';

interface Props {
  profile: ShownProfileFragment;
  phoneNumberId: string;
  accountId: string;
  onSaved: () => void;
  onClose: () => void;
}

const MAX_WEBSITES = 2;

export function ProfileDialog({ profile, phoneNumberId, accountId, onSaved, onClose }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const verticals = useVerticals();
  const [before] = useState(() => draftOf(profile));
  const [draft, setDraft] = useState(before);
  const [pictureHere, setPictureHere] = useState<string | null>(null);
  const edit = (changed: Partial<ProfileDraft>): void => setDraft((now) => ({ ...now, ...changed }));
  const save = async (): Promise<void> => {
    const input = { phoneNumberId, ...changesOf(before, draft) };
    if ((await change.run(UPDATE_PROFILE, { input })) === null) return;
    tell.done(t('number.profile.saved'));
    onSaved();
    onClose();
  };
  return (
    <ModalDialog title={t('number.profile.edit')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField
          label={t('number.profile.about')}
          hint={t('number.profile.about.hint', { limit: 139 })}
          path="about"
          value={draft.about}
          onChange={(about) => edit({ about })}
        />
        <SelectField
          label={t('number.profile.vertical')}
          path="vertical"
          value={draft.vertical}
          options={before.vertical === '' ? [{ value: '', label: t('number.none') }, ...verticals] : verticals}
          onChange={(vertical) => edit({ vertical })}
        />
        <TextField
          label={t('number.profile.description')}
          hint={t('number.upTo', { limit: 256 })}
          path="description"
          rows={3}
          value={draft.description}
          onChange={(description) => edit({ description })}
        />
        <TextField
          label={t('number.profile.address')}
          hint={t('number.upTo', { limit: 256 })}
          path="address"
          rows={2}
          value={draft.address}
          onChange={(address) => edit({ address })}
        />
        <TextField
          label={t('number.profile.email')}
          path="email"
          type="email"
          dir="ltr"
          value={draft.email}
          onChange={(email) => edit({ email })}
        />
        <ListEditor
          entries={draft.websites}
          max={MAX_WEBSITES}
          empty=""
          title={(number) => t('number.profile.website', { number })}
          addLabel={t('number.profile.addWebsite')}
          onChange={(websites) => edit({ websites })}
        >
          {(website, changeTo, index) => (
            <TextField
              label={t('number.profile.webAddress')}
              path={`websites.${index}`}
              type="url"
              dir="ltr"
              placeholder="https://"
              value={website}
              onChange={changeTo}
            />
          )}
        </ListEditor>
        <FileField
          label={t('number.profile.newPicture')}
          hint={t('number.profile.picture.hint')}
          path="pictureMediaId"
          accept="image/jpeg,image/png"
          accountId={accountId}
          onUploaded={(pictureMediaId, url) => {
            change.forget();
            setPictureHere(url);
            edit({ pictureMediaId });
          }}
        />
        {pictureHere !== null && <img className={css.picture} src={pictureHere} alt={t('number.profile.newPicture')} />}
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
