/** The operator console: a small front end that uses nothing but the public API. */
import { act, graphql, session, signIn, signOut, upload } from './api.js';
import { LiveEvents } from './live-events.js';
import { MESSAGE, node, showMessage } from './message-view.js';

const CONVERSATION = `id status unreadCount lastActivityAt returnsToNotifyUsersAt allowedActions serviceWindow { isOpen expiresAt }
  assignee { id name } participants { user { id name } } contact { displayName phoneNumber optedOutAt } lastMessage { text direction content { __typename } }`;

const state = { me: null, accountId: null, conversations: new Map(), chosen: null, messages: new Map(), replyTo: null };
let live = null;

const element = (id) => document.getElementById(id);
const chosen = () => state.conversations.get(state.chosen);
session.onSignedOut = showLogin;

function showLogin() {
  signOut();
  live?.close();
  element('inbox').hidden = true;
  element('login').hidden = false;
}

async function openInbox() {
  const { me, accounts } = await graphql('{ me { id name role } accounts { id name } }');
  state.me = me;
  element('login').hidden = true;
  element('inbox').hidden = false;
  element('me').textContent = `${me.name} (${me.role.toLowerCase()})`;
  element('accounts').replaceChildren(...accounts.map(({ id, name }) => node('option', { value: id }, name)));
  if (accounts.length > 0) await openAccount(accounts[0].id);
}

/** The cursor is read before the first page, so nothing is missed in between. */
async function openAccount(accountId) {
  live?.close();
  Object.assign(state, { accountId, chosen: null, conversations: new Map(), messages: new Map(), replyTo: null });
  const { account } = await graphql('query ($id: ID!) { account(id: $id) { eventCursor } }', { id: accountId });
  const { conversations, notifications } = await graphql(
    `query ($id: ID!) { conversations(filter: { accountId: [$id] }, first: 50) { nodes { ${CONVERSATION} } }
       notifications(unreadOnly: true, first: 1) { unreadCount } }`,
    { id: accountId },
  );
  for (const conversation of conversations.nodes) state.conversations.set(conversation.id, conversation);
  showUnread(notifications.unreadCount);
  show();
  live = new LiveEvents({
    token: session.token,
    after: account.eventCursor,
    query: `subscription ($accountId: ID!, $after: ID) { inboxEvents(accountId: $accountId, after: $after) { __typename cursor
      ... on MessageChanged { message { ${MESSAGE} conversation { ${CONVERSATION} } } }
      ... on ConversationChanged { conversation { ${CONVERSATION} } }
      ... on ConversationWithdrawn { conversationId }
      ... on NotificationAdded { notification { id title body reason conversation { id } } } } }`,
    variables: { accountId },
    onEvent: applyEvent,
    onState: (text) => (element('connection').textContent = text),
    onReload: () => openAccount(accountId),
    onSignedOut: showLogin,
  });
}

function applyEvent(event) {
  if (event.notification !== undefined) return popUp(event.notification);
  if (event.conversationId !== undefined) {
    state.conversations.delete(event.conversationId);
    if (state.chosen === event.conversationId) state.chosen = null;
    return show();
  }
  const { message } = event;
  const conversation = message?.conversation ?? event.conversation;
  if (conversation !== undefined) state.conversations.set(conversation.id, conversation);
  if (message !== undefined && message.conversation.id === state.chosen) {
    state.messages.set(message.id, message);
    if (message.direction === 'INBOUND' && document.visibilityState === 'visible') void markRead();
  }
  show();
}

function popUp({ title, body, reason, conversation }) {
  showUnread(Number(element('bell').dataset.count ?? 0) + 1);
  if (conversation !== null && conversation.id === state.chosen && document.visibilityState === 'visible') return;
  const pop = node(
    'button',
    { type: 'button' },
    node('strong', {}, title),
    node('span', {}, body),
    node('small', {}, reasonText(reason)),
  );
  pop.addEventListener('click', () => {
    pop.remove();
    if (conversation !== null) void choose(conversation.id);
  });
  element('pop-ups').append(pop);
  setTimeout(() => pop.remove(), 8_000);
}

function reasonText(reason) {
  return reason.toLowerCase().replaceAll('_', ' ');
}

function showUnread(count) {
  element('bell').dataset.count = String(count);
  element('bell').textContent = count > 0 ? `🔔 ${count}` : '🔔';
}

async function choose(conversationId) {
  Object.assign(state, { chosen: conversationId, replyTo: null });
  const { conversation } = await graphql(
    `query ($id: ID!) { conversation(id: $id) { ${CONVERSATION} messages(last: 50) { nodes { ${MESSAGE} } } } }`,
    { id: conversationId },
  );
  if (conversation === null) return;
  state.conversations.set(conversation.id, conversation);
  state.messages = new Map(conversation.messages.nodes.map((message) => [message.id, message]));
  show();
  await markRead();
  element('send').elements.text.focus();
}

async function markRead() {
  const conversation = chosen();
  if (conversation === undefined || conversation.unreadCount === 0) return;
  await act('markConversationRead', 'MarkConversationReadInput', { conversationId: state.chosen });
  const { notifications } = await graphql('{ notifications(unreadOnly: true, first: 1) { unreadCount } }');
  showUnread(notifications.unreadCount);
}

function show() {
  showConversations();
  showChat();
}

function showConversations() {
  const sorted = [...state.conversations.values()].sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
  element('conversations').replaceChildren(
    ...sorted.map(({ id, contact, unreadCount, lastMessage, assignee, status }) => {
      const badge = unreadCount > 0 ? [node('span', { className: 'unread' }, String(unreadCount))] : [];
      const said =
        lastMessage?.text ??
        (lastMessage === null ? '' : `[${lastMessage.content.__typename.replace('Content', '').toLowerCase()}]`);
      const preview = `${status === 'CLOSED' ? 'Closed. ' : ''}${assignee === null ? '' : `${assignee.name}: `}${lastMessage?.direction === 'OUTBOUND' ? '→ ' : ''}${said}`;
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
  const conversation = chosen();
  const may = (action) => conversation?.allowedActions.includes(action) === true;
  element('chat-title').textContent =
    conversation === undefined
      ? 'Choose a conversation'
      : `${conversation.contact.displayName} ${conversation.contact.phoneNumber ?? ''}`;
  element('window').textContent = conversation === undefined ? '' : headText(conversation);
  element('assign').hidden = !may('ASSIGN') || conversation.assignee?.id === state.me.id;
  element('close').hidden = !may('CLOSE');
  element('reopen').hidden = !may('REOPEN');
  const { text, note, file } = element('send').elements;
  note.disabled = !may('NOTE');
  if (!may('REPLY') && may('NOTE')) note.checked = true;
  text.disabled = note.checked ? !may('NOTE') : !may('REPLY');
  file.disabled = !may('REPLY');
  text.placeholder = note.checked ? 'A note that only colleagues see' : 'Write a message';
  element('reply-to').textContent = state.replyTo === null ? '' : `Answering: ${state.replyTo.text ?? '…'}`;
  const messages = [...state.messages.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  const shown = conversation === undefined ? [] : messages.map((message) => showMessage(message, { onReply, onReact }));
  element('messages').replaceChildren(...shown);
  element('messages').scrollTop = element('messages').scrollHeight;
}

function headText({ serviceWindow: { isOpen, expiresAt }, participants, assignee, returnsToNotifyUsersAt, contact }) {
  const time = (text) =>
    new Date(text).toLocaleString([], {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  return [
    isOpen ? `Reply freely until ${time(expiresAt)}` : 'The window is closed: only a template may be sent',
    assignee === null ? null : `answered by ${assignee.name}`,
    participants.length === 0 ? 'open to everybody' : `with ${participants.map(({ user }) => user.name).join(', ')}`,
    returnsToNotifyUsersAt === null ? null : `returns to all on ${time(returnsToNotifyUsersAt)}`,
    contact.optedOutAt === null ? null : 'wants no marketing',
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function onReply(message) {
  state.replyTo = message;
  showChat();
  element('send').elements.text.focus();
}

async function onReact(message) {
  const input = {
    idempotencyKey: crypto.randomUUID(),
    messageId: message.id,
    emoji: message.reactions.some(({ emoji }) => emoji === '👍') ? null : '👍',
  };
  tell(await act('reactToMessage', 'ReactToMessageInput', input));
}

function tell(problem) {
  element('send-error').textContent = problem;
  return problem === '';
}

async function send(content) {
  const input = { idempotencyKey: crypto.randomUUID(), conversationId: state.chosen, content };
  const isDone = tell(await act('sendMessage', 'SendMessageInput', { ...input, replyToId: state.replyTo?.id ?? null }));
  if (isDone) state.replyTo = null;
  showChat();
  return isDone;
}

element('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = event.target.elements;
  const { login } = await graphql(
    'mutation ($input: LoginInput!) { login(input: $input) { accessToken errors { message } } }',
    { input: { email: email.value, password: password.value } },
  );
  element('login-error').textContent = login.errors[0]?.message ?? '';
  if (login.accessToken === null) return;
  signIn(login.accessToken);
  await openInbox();
});

element('send').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { text, note } = event.target.elements;
  const isDone = note.checked
    ? tell(await act('addNote', 'AddNoteInput', { conversationId: state.chosen, body: text.value }))
    : await send({ text: { body: text.value } });
  if (isDone) text.value = '';
});
element('send').elements.text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey) return;
  event.preventDefault();
  element('send').requestSubmit();
});
element('send').elements.text.addEventListener('input', () => {
  if (chosen()?.allowedActions.includes('REPLY') && !element('send').elements.note.checked)
    act('showTyping', 'ConversationIdInput', { conversationId: state.chosen }).catch(() => undefined);
});
element('send').elements.note.addEventListener('change', showChat);
element('send').elements.file.addEventListener('change', async (event) => {
  const [file] = event.target.files;
  event.target.value = '';
  if (file === undefined) return;
  try {
    await send({ media: { mediaId: await upload(file, state.accountId) } });
  } catch (error) {
    tell(error.message);
  }
});
const onConversation = (mutation) => async () =>
  tell(await act(mutation, 'ConversationIdInput', { conversationId: state.chosen }));
element('close').addEventListener('click', onConversation('closeConversation'));
element('reopen').addEventListener('click', onConversation('reopenConversation'));
element('assign').addEventListener('click', async () =>
  tell(
    await act('assignConversation', 'AssignConversationInput', { conversationId: state.chosen, userId: state.me.id }),
  ),
);
element('bell').addEventListener('click', async () => {
  await act('markNotificationsRead', 'MarkNotificationsReadInput', { all: true });
  showUnread(0);
});
element('accounts').addEventListener('change', (event) => openAccount(event.target.value));
element('logout').addEventListener('click', async () => {
  await graphql('mutation { logout { errors { message } } }').catch(() => undefined);
  showLogin();
});

if (session.token === null) showLogin();
else openInbox().catch(showLogin);
