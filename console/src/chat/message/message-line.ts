import { useCallback } from 'react';
import type { MessageLineFragment } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { plainText } from '../text/formatting';

/** A message in one line, as lists and quotes show it. */
export function useMessageLine(): (message: MessageLineFragment) => string {
  const t = useText();
  return useCallback(
    ({ text, revokedAt, content }) => {
      if (revokedAt !== null) return t('chat.deleted');
      if (text !== null && text.trim() !== '') return plainText(text);
      const id: TextId =
        content.__typename === 'MediaContent' ? `media.${content.mediaKind}` : `content.${content.__typename}`;
      return t(id);
    },
    [t],
  );
}
