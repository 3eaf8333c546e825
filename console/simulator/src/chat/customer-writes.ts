import type { MetaJson, SimCustomer, SimMessage } from '../../../../src/simulator/control-api';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { SAMPLE_TYPES, typeOfFile, type Sample } from './samples';
import type { Written } from './taps';

const CAPTIONED = new Set(['image', 'video', 'document']);
/** What Meta tells instead of a message that it does not pass on. */
const NOT_PASSED_ON = {
  errors: [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ],
  unsupported: { type: 'poll_creation' },
};

export interface CustomerWrites {
  /** @returns whether it was written, each */
  text: (text: string, quoted: SimMessage | null) => Promise<boolean>;
  /** Of any kind, as Meta names it. */
  message: (written: Written, quoted?: SimMessage | null) => Promise<boolean>;
  reaction: (to: SimMessage, emoji: string) => Promise<boolean>;
  edit: (message: SimMessage, text: string) => Promise<boolean>;
  deletion: (message: SimMessage) => Promise<boolean>;
  file: (file: File, caption: string, quoted: SimMessage | null) => Promise<boolean>;
  sample: (sample: Sample, caption: string, quoted: SimMessage | null) => Promise<boolean>;
  unsupported: () => Promise<boolean>;
}

/** Everything that a customer can write, as WhatsApp tells it. */
export function useCustomerWrites({ userId, waId }: SimCustomer): CustomerWrites {
  const run = useControl();
  const { state, phoneId } = useWorld();
  const business = state.phones.find(({ id }) => id === phoneId)?.displayPhoneNumber.replace(/\D/g, '');

  const write = async ({ type, content }: Written, extra: MetaJson = {}): Promise<boolean> =>
    (await run(control.write({ from: userId, phoneId, type, content, extra }))) !== null;
  const answering = (quoted: SimMessage | null): MetaJson => {
    if (quoted === null) return {};
    return { context: { from: quoted.direction === 'OUT' ? business : (waId ?? userId), id: quoted.wamid } };
  };
  const send = async (
    type: string,
    blob: Blob,
    name: string,
    extra: MetaJson,
    quoted: SimMessage | null,
  ): Promise<boolean> => {
    const file = await run(control.attach(blob, phoneId, type === 'document' ? name : null));
    return file !== null && (await write({ type, content: { ...file, ...extra } }, answering(quoted)));
  };
  const captionOf = (type: string, caption: string): MetaJson =>
    caption.trim() !== '' && CAPTIONED.has(type) ? { caption: caption.trim() } : {};

  return {
    text: async (text, quoted) => write({ type: 'text', content: { body: text } }, answering(quoted)),
    message: async (written, quoted = null) => write(written, answering(quoted)),
    reaction: async ({ wamid }, emoji) => write({ type: 'reaction', content: { message_id: wamid, emoji } }),
    edit: async ({ wamid, type, body }, text) => {
      const content = type === 'text' ? { ...body, body: text } : { ...body, caption: text };
      return write({ type: 'edit', content: { original_message_id: wamid, message: { type, [type]: content } } });
    },
    deletion: async ({ wamid }) => write({ type: 'revoke', content: { original_message_id: wamid } }),
    file: async (file, caption, quoted) => {
      const type = typeOfFile(file.type);
      const known = file.type === '' ? new Blob([file], { type: 'application/octet-stream' }) : file;
      return send(type, known, file.name, captionOf(type, caption), quoted);
    },
    sample: async ({ kind, url, mimeType, name }, caption, quoted) => {
      const bytes = await run(fetch(url).then(async (answer) => answer.arrayBuffer()));
      if (bytes === null) return false;
      const type = SAMPLE_TYPES[kind];
      const extra = { ...captionOf(type, caption), ...(kind === 'VOICE' ? { voice: true } : {}) };
      return send(type, new Blob([bytes], { type: mimeType }), name, extra, quoted);
    },
    unsupported: async () => write({ type: 'unsupported', content: {} }, NOT_PASSED_ON),
  };
}
