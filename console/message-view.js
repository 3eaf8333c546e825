/** How a message is shown: its content by type, what it answers, reactions, ticks. */
export const MESSAGE = `id sortKey direction status text origin occurredAt editedAt failure { message advice }
  author { ... on User { name } } replyTo { id text } reactions { emoji }
  content { __typename
    ... on MediaContent { mediaKind: kind caption media { id state mimeType fileName error url } }
    ... on LocationContent { latitude longitude name address }
    ... on ContactsContent { contacts { formattedName phones } }
    ... on ReplyContent { title payload }
    ... on OrderContent { items { productId quantity price currency } }
    ... on InteractiveContent { options { title } }
    ... on TemplateContent { buttons picture: media { url mimeType fileName } }
    ... on SystemContent { systemKind: kind } ... on UnsupportedContent { unsupportedKind: kind } }`;

const TICKS = {
  QUEUED: '…',
  SENDING: '…',
  SENT: '✓',
  DELIVERED: '✓✓',
  READ: '✓✓ read',
  PLAYED: '✓✓ played',
  UNCONFIRMED: '? not confirmed',
  HELD: 'held',
  CANCELLED: 'cancelled',
};

export function node(tag, properties = {}, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

export function showMessage(message, { onReply, onReact }) {
  const { direction, content, replyTo, reactions } = message;
  const classes = [direction, ...(content.__typename === 'SystemContent' ? ['SYSTEM'] : [])];
  const parts = [
    ...(replyTo === null ? [] : [node('blockquote', {}, replyTo.text ?? '…')]),
    ...showContent(message),
    node('small', { className: message.status }, footOf(message)),
    ...(reactions.length === 0
      ? []
      : [node('span', { className: 'reactions' }, reactions.map(({ emoji }) => emoji).join(' '))]),
  ];
  const row = node('li', { className: classes.join(' ') }, ...parts);
  if (direction !== 'INTERNAL' && content.__typename !== 'SystemContent') {
    row.append(
      button('Reply', '↩', () => onReply(message)),
      button('React', '👍', () => onReact(message)),
    );
  }
  return row;
}

function button(label, text, onClick) {
  const made = node('button', { type: 'button', className: 'quiet', title: label }, text);
  made.setAttribute('aria-label', label);
  made.addEventListener('click', onClick);
  return made;
}

function showContent({ text, content }) {
  switch (content.__typename) {
    case 'MediaContent':
      return [showFile(content.media, content.mediaKind), ...(content.caption === null ? [] : [content.caption])];
    case 'TemplateContent':
      return [
        ...(content.picture === null ? [] : [showFile({ state: 'STORED', ...content.picture }, null)]),
        text ?? '',
        ...content.buttons.map((label) => node('span', { className: 'option' }, label)),
      ];
    case 'InteractiveContent':
      return [text ?? '', ...content.options.map(({ title }) => node('span', { className: 'option' }, title))];
    case 'LocationContent':
      return [`📍 ${text ?? ''} ${content.latitude}, ${content.longitude}`];
    case 'ContactsContent':
      return [
        content.contacts.map(({ formattedName, phones }) => `👤 ${formattedName} ${phones.join(', ')}`).join('\n'),
      ];
    case 'OrderContent':
      return [
        content.items
          .map((item) => `🛒 ${item.quantity} × ${item.productId} (${item.price} ${item.currency})`)
          .join('\n'),
      ];
    case 'UnsupportedContent':
      return [text ?? `[${content.unsupportedKind}: see it on the phone]`];
    default:
      return [text ?? ''];
  }
}

function showFile({ state, mimeType, fileName, error, url }, kind) {
  if (state === 'PENDING') return node('em', {}, error === null ? 'The file is coming …' : `Trying again: ${error}`);
  if (state === 'FAILED') return node('em', { className: 'FAILED' }, `The file could not be fetched: ${error}`);
  if (mimeType.startsWith('image/')) return node('img', { src: url, alt: fileName ?? 'Picture', loading: 'lazy' });
  if (mimeType.startsWith('video/')) return node('video', { src: url, controls: true, preload: 'metadata' });
  if (mimeType.startsWith('audio/')) return node('audio', { src: url, controls: true, preload: 'none' });
  return node('a', { href: url, target: '_blank', rel: 'noopener' }, `📄 ${fileName ?? kind ?? 'File'}`);
}

function footOf({ direction, status, occurredAt, editedAt, failure, author, origin }) {
  const time = new Date(occurredAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const edited = editedAt === null ? '' : 'edited';
  if (direction === 'INBOUND') return `${time} ${edited}`;
  const who = author?.name ?? (origin === 'PHONE_APP' ? 'Phone' : '');
  if (direction === 'INTERNAL') return `Note by ${who} ${time}`;
  const ticks = status === 'FAILED' ? `failed: ${failure?.message}. ${failure?.advice}` : (TICKS[status] ?? '');
  return `${who} ${time} ${edited} ${ticks}`;
}
