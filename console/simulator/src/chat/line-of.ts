import type { SimFile, SimMessage } from '../../../../src/simulator/control-api';
import type { MessageLineFragment } from '../../../src/generated/graphql';
import { contentOf } from './content-of';

/** A message in one line, as the console's quotes show it. */
export function lineOf(
  message: SimMessage,
  files: readonly SimFile[],
  names: { customer: string; business: string },
): MessageLineFragment {
  const { wamid, direction } = message;
  const content = contentOf(message, files);
  const text = content.__typename === 'MediaContent' ? content.caption : message.text;
  return {
    id: wamid,
    text: text?.startsWith('[') === true ? null : text,
    direction: direction === 'IN' ? 'INBOUND' : 'OUTBOUND',
    revokedAt: null,
    author:
      direction === 'IN'
        ? { __typename: 'Contact', id: message.customerUserId, displayName: names.customer }
        : { __typename: 'User', id: message.phoneId, name: names.business },
    content,
  };
}
