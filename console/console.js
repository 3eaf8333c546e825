/** The operator console: a small front end that uses nothing but the public GraphQL API. */
import { LiveEvents } from './live-events.js';

const CONVERSATION = `id unreadCount lastActivityAt serviceWindow { isOpen expiresAt } contact { displayName phoneNumber } lastMessage { text direction }`;
const MESSAGE = `id direction status text occurredAt failure { message advice } author { ... on User { name } } content { __typename ... on UnsupportedContent { kind } }`;
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

const state = {
  token: sessionStorage.getItem('token'),
  accountId: null,
  conversations: new Map(),
  chosen: null,
  messages: new Map(),
};
let live = null;

const element = (id) => document.getElementById(id);

function node(tag, properties = {}, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

async function graphql(query, variables = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(state.token === null ? {} : { authorization: `Bearer ${state.token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors?.[0]?.extensions?.code === 'UNAUTHENTICATED') showLogin();
  if (errors !== undefined) throw new Error(errors[0].message);
  return data;
}

function showLogin() {
  sessionStorage.removeItem('token');
  state.token = null;
  live?.close();
  element('inbox').hidden = true;
  element('login').hidden = false;
}

async function openInbox() {
  const { me, accounts } = await graphql('{ me { name role } accounts { id name } }');
  element('login').hidden = true;
  element('inbox').hidden = false;
  element('me').textContent = `${me.name} (${me.role.toLowerCase()})`;
  element('accounts').replaceChildren(...accounts.map(({ id, name }) => node('option', { value: id }, name)));
  if (accounts.length > 0) await openAccount(accounts[0].id);
}

/** The cursor is read before the first page, so nothing is missed in between. */
async function openAccount(accountId) {
  live?.close();
  Object.assign(state, { accountId, chosen: null, conversations: new Map(), messages: new Map() });
  const { account } = await graphql(
    `
      query ($id: ID!) {
        account(id: $id) {
          eventCursor
        }
      }
    `,
    { id: accountId },
  );
  const { conversations } = await graphql(
    `query ($id: ID!) { conversations(filter: { accountId: [$id] }, first: 50) { nodes { ${CONVERSATION} } } }`,
    { id: accountId },
  );
  for (const conversation of conversations.nodes) state.conversations.set(conversation.id, conversation);
  showConversations();
  showChat();
  live = new LiveEvents({
    token: state.token,
    after: account.eventCursor,
    query: `subscription ($accountId: ID!, $after: ID) { inboxEvents(accountId: $accountId, after: $after) { __typename cursor
      ... on MessageChanged { message { ${MESSAGE} conversation { ${CONVERSATION} } } }
      ... on ConversationChanged { conversation { ${CONVERSATION} } } } }`,
    variables: { accountId },
    onEvent: applyEvent,
    onState: (text) => (element('connection').textContent = text),
    onReload: () => openAccount(accountId),
    onSignedOut: showLogin,
  });
}

function applyEvent(event) {
  const { message } = event;
  const conversation = message?.conversation ?? event.conversation;
  if (conversation !== undefined) state.conversations.set(conversation.id, conversation);
  if (message !== undefined && message.conversation.id === state.chosen) {
    state.messages.set(message.id, message);
    if (message.direction === 'INBOUND' && document.visibilityState === 'visible') void markRead();
  }
  showConversations();
  showChat();
}

async function choose(conversationId) {
  state.chosen = conversationId;
  const { conversation } = await graphql(
    `query ($id: ID!) { conversation(id: $id) { messages(last: 50) { nodes { ${MESSAGE} } } } }`,
    { id: conversationId },
  );
  state.messages = new Map((conversation?.messages.nodes ?? []).map((message) => [message.id, message]));
  showConversations();
  showChat();
  await markRead();
  element('send').elements.text.focus();
}

async function markRead() {
  const conversation = state.conversations.get(state.chosen);
  if (conversation === undefined || conversation.unreadCount === 0) return;
  await graphql('mutation ($id: ID!) { markConversationRead(input: { conversationId: $id }) { errors { message } } }', {
    id: state.chosen,
  });
}

function showConversations() {
  const sorted = [...state.conversations.values()].sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
  element('conversations').replaceChildren(
    ...sorted.map((conversation) => {
      const { id, contact, unreadCount, lastMessage } = conversation;
      const badge = unreadCount > 0 ? [node('span', { className: 'unread' }, String(unreadCount))] : [];
      const preview = `${lastMessage?.direction === 'OUTBOUND' ? 'You: ' : ''}${lastMessage?.text ?? ''}`;
      const button = node(
        'button',
        { type: 'button' },
        node('strong', {}, contact.displayName),
        ...badge,
        node('small', {}, preview),
      );
      button.setAttribute('aria-current', String(id === state.chosen));
      button.addEventListener('click', () => choose(id));
      return node('li', {}, button);
    }),
  );
}

function showChat() {
  const conversation = state.conversations.get(state.chosen);
  const isOpen = conversation?.serviceWindow.isOpen === true;
  element('chat-title').textContent =
    conversation === undefined
      ? 'Choose a conversation'
      : `${conversation.contact.displayName} ${conversation.contact.phoneNumber ?? ''}`;
  element('window').textContent = conversation === undefined ? '' : windowText(conversation.serviceWindow);
  for (const field of element('send').elements) field.disabled = !isOpen;
  const messages = [...state.messages.values()].sort(
    (a, b) => a.occurredAt.localeCompare(b.occurredAt) || a.id.localeCompare(b.id),
  );
  element('messages').replaceChildren(...(conversation === undefined ? [] : messages.map(showMessage)));
  element('messages').scrollTop = element('messages').scrollHeight;
}

function windowText({ isOpen, expiresAt }) {
  if (!isOpen) return 'The window is closed: only a template may be sent.';
  return `Reply freely until ${new Date(expiresAt).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' })}`;
}

function showMessage({ direction, status, text, occurredAt, failure, author, content }) {
  const time = new Date(occurredAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const ticks = status === 'FAILED' ? `failed: ${failure?.message}. ${failure?.advice}` : (TICKS[status] ?? '');
  const foot = direction === 'OUTBOUND' ? `${author?.name ?? ''} ${time} ${ticks}` : time;
  return node(
    'li',
    { className: direction },
    text ?? `[${content.kind ?? 'message'}]`,
    node('small', { className: status }, foot),
  );
}

element('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = event.target.elements;
  const { login } = await graphql(
    'mutation ($input: LoginInput!) { login(input: $input) { accessToken errors { message } } }',
    {
      input: { email: email.value, password: password.value },
    },
  );
  element('login-error').textContent = login.errors[0]?.message ?? '';
  if (login.accessToken === null) return;
  state.token = login.accessToken;
  sessionStorage.setItem('token', state.token);
  await openInbox();
});

element('send').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  const input = {
    idempotencyKey: crypto.randomUUID(),
    conversationId: state.chosen,
    content: { text: { body: field.value } },
  };
  const { sendMessage } = await graphql(
    'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { errors { message } } }',
    { input },
  );
  element('send-error').textContent = sendMessage.errors[0]?.message ?? '';
  if (sendMessage.errors.length === 0) field.value = '';
});

element('send').elements.text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    element('send').requestSubmit();
  }
});
element('accounts').addEventListener('change', (event) => openAccount(event.target.value));
element('logout').addEventListener('click', async () => {
  await graphql('mutation { logout { errors { message } } }').catch(() => undefined);
  showLogin();
});

if (state.token === null) showLogin();
else openInbox().catch(showLogin);
