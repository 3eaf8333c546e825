import { useCallback } from 'react';
import type { MessageLineFragment } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { unsupportedText, useReplyWords } from '../content/reply-words';
import { plainText } from '../text/formatting';

/** A message in one line, as lists and quotes show it. */
export function useMessageLine(): (message: MessageLineFragment) => string {
  const t = useText();
  const replyWords = useReplyWords();
  return useCallback(
    ({ text, revokedAt, content }) => {
      if (revokedAt !== null) return t('chat.deleted');
      const words = content.__typename === 'ReplyContent' ? replyWords(content) : null;
      if (words !== null) return words;
      if (text !== null && text.trim() !== '') return plainText(text);
      const unsupported = content.__typename === 'UnsupportedContent' ? unsupportedText(content.unsupportedKind) : null;
      if (unsupported !== null) return t(unsupported);
      const id: TextId =
        content.__typename === 'MediaContent' ? `media.${content.mediaKind}` : `content.${content.__typename}`;
      return t(id);
    },
    [t, replyWords],
  );
}
