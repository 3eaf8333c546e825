import { useQuery } from 'urql';
import { QualityBadge } from '../accounts/badges';
import { useWorkspace } from '../app/workspace';
import type { WholeTemplateFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useConnection } from '../parts/connection';
import { HistoryList } from '../parts/page/HistoryList';
import { Facts, Page, QueryState, Section } from '../parts/page/Page';
import { draftOf } from './editor/draft';
import { PhonePicture } from './PhonePicture';
import { RecordPreview } from './RecordPreview';
import { useRejectionText } from './rejection-text';
import { TemplateActions } from './TemplateActions';
import { TemplateStatusBadge } from './template-badges';
import { TEMPLATE, TEMPLATE_HISTORY } from './template-documents';
import { TemplateEditor } from './editor/TemplateEditor';

const NO_CURSOR: string | null = null;

export function TemplateDetail({ id }: { id: string }) {
  const t = useText();
  const mayWrite = useWorkspace().viewer.me.role !== 'OPERATOR';
  const [{ data, error, fetching }] = useQuery({ query: TEMPLATE, variables: { id } });
  const template = data?.template;
  const back = { href: '/templates', label: t('templates.back') };
  if (template == null)
    return (
      <Page title={t('nav.templates')} back={back}>
        <QueryState error={error} isLoading={fetching} empty={<p>{t('error.NOT_FOUND')}</p>} />
      </Page>
    );
  const about = (
    <>
      <TemplateStatusBadge status={template.status} />
      <QualityBadge quality={template.quality} />
    </>
  );
  return (
    <Page
      title={template.displayName}
      back={back}
      about={about}
      actions={mayWrite && <TemplateActions template={template} />}
    >
      <Standing template={template} />
      {mayWrite ? (
        <TemplateEditor template={template} />
      ) : (
        <Section title={t('picker.preview')}>
          <PhonePicture draft={draftOf(template)} mediaUrl={template.header.media?.url ?? null} />
        </Section>
      )}
      <RecordPreview template={template} />
      <Statistics template={template} />
      <History id={id} />
    </Page>
  );
}

/** Why it is not sent, or not as it is written here. */
function Standing({ template }: { template: WholeTemplateFragment }) {
  const t = useText();
  const rejectionText = useRejectionText();
  const { rejectionReason, rejectionAdvice, pendingCategory, hasUnsubmittedChanges, status } = template;
  const waits = hasUnsubmittedChanges && status !== 'DRAFT';
  if (rejectionReason === null && pendingCategory === null && !waits) return null;
  return (
    <Section title={t('templates.standing')}>
      {rejectionReason !== null && (
        <p>
          {t('templates.rejected')} <bdi>{rejectionText(rejectionReason)}</bdi>
        </p>
      )}
      {rejectionAdvice !== null && <p lang="en">{rejectionAdvice}</p>}
      {pendingCategory !== null && <p>{t('templates.pendingCategory', { category: pendingCategory })}</p>}
      {waits && <p>{t('templates.unsubmitted.hint')}</p>}
    </Section>
  );
}

function Statistics({ template }: { template: WholeTemplateFragment }) {
  const t = useText();
  const { sent, delivered, read, replied, failed } = template.statistics;
  if (template.submittedAt === null) return null;
  return (
    <Section title={t('templates.statistics')}>
      <Facts
        facts={[
          [t('status.SENT'), sent],
          [t('status.DELIVERED'), delivered],
          [t('status.READ'), read],
          [t('templates.replied'), replied],
          [t('outcome.FAILED'), failed],
        ]}
      />
    </Section>
  );
}

function History({ id }: { id: string }) {
  const t = useText();
  const history = useConnection(TEMPLATE_HISTORY, { id, after: NO_CURSOR }, (data) => data.template?.history);
  return (
    <Section title={t('history.title')}>
      <HistoryList history={history} />
    </Section>
  );
}
