import { Suspense } from 'react';
import { useText } from '../../language/text';
import { lazily } from '../../parts/lazily';
import { FormattedText } from '../text/FormattedText';
import type { ContentOf } from './CardViews';
import { readableName } from './form-answers';
import { useReplyWords } from './reply-words';
import css from './Content.module.css';

const FormAnswers = lazily(() => import('./FormAnswers'));

/** What a customer has tapped or filled in. */
export function ReplyView({ reply }: { reply: ContentOf<'ReplyContent'> }) {
  const t = useText();
  const words = useReplyWords()(reply);
  const { replyKind, title, payload, response } = reply;
  const kind = <p className={css.kind}>{t(`reply.${replyKind}`)}</p>;
  if (words !== null)
    return (
      <>
        {kind}
        <p>{words}</p>
      </>
    );
  return (
    <>
      {kind}
      <FormattedText text={replyKind === 'UNKNOWN' ? readableName(title) : title} />
      {replyKind === 'LIST' && payload !== null && (
        <p className={css.footer}>
          <bdi>{payload}</bdi>
        </p>
      )}
      {response !== null && (
        <Suspense fallback={null}>
          <FormAnswers response={response} />
        </Suspense>
      )}
    </>
  );
}
