/** The page on which a person plays the customer. It asks /sim/state again and again and shows what has changed. */
const POLL_MS = 700;
const TICKS = { sent: '✓', delivered: '✓✓', read: '✓✓ read', accepted: '', failed: 'failed' };

let state = { customers: [], messages: [], templates: [], webhooks: [], phones: [] };
let chosen = null;
let shown = '';

const element = (id) => document.getElementById(id);

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

function node(tag, properties = {}, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

function addressOf(customer) {
  return customer.waId ?? customer.userId;
}

function showCustomers() {
  element('customers').replaceChildren(
    ...state.customers.map((customer) => {
      const button = node(
        'button',
        { type: 'button' },
        customer.name,
        node('small', {}, customer.waId === null ? 'number hidden' : `+${customer.waId}`),
      );
      button.setAttribute('aria-current', String(customer.userId === chosen?.userId));
      button.addEventListener('click', () => choose(customer));
      return node('li', {}, button);
    }),
  );
}

function showMessages() {
  const own = state.messages.filter((message) => message.customerUserId === chosen?.userId);
  element('chat-title').textContent =
    chosen === null ? 'Choose a customer' : `${chosen.name} and ${state.phones[0]?.verifiedName ?? 'the business'}`;
  element('messages').replaceChildren(
    ...own.map((message) => {
      const time = new Date(message.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      const ticks = message.direction === 'IN' ? (TICKS[message.status] ?? '') : '';
      return node(
        'li',
        { className: message.direction },
        message.text,
        node('small', { className: message.status }, `${time} ${ticks}`),
      );
    }),
  );
  element('messages').scrollTop = element('messages').scrollHeight;
}

function showTemplates() {
  const list = state.templates.map((template) => {
    const body = template.components.find((component) => component.type.toUpperCase() === 'BODY')?.text ?? '';
    const decide = (label, event, reason) => {
      const button = node('button', { type: 'button', className: event === 'REJECTED' ? 'reject' : '' }, label);
      button.addEventListener('click', () =>
        post(`/sim/templates/${template.id}/decision`, { event, reason }).then(refresh),
      );
      return button;
    };
    const buttons =
      template.status === 'PENDING'
        ? [decide('Approve', 'APPROVED'), decide('Reject', 'REJECTED', 'INVALID_FORMAT')]
        : [];
    return node(
      'li',
      {},
      node('strong', {}, `${template.name} (${template.language})`),
      node('div', {}, template.status),
      node('small', {}, body),
      ...buttons,
    );
  });
  element('templates').replaceChildren(...(list.length > 0 ? list : [node('li', {}, 'None submitted yet.')]));
}

function showWebhooks() {
  element('webhooks').replaceChildren(
    ...state.webhooks
      .slice(-15)
      .reverse()
      .map((webhook) =>
        node(
          'li',
          {},
          `${webhook.field}: ${webhook.status}`,
          node('small', {}, `${new Date(webhook.at).toLocaleTimeString()}, try ${webhook.tries}`),
        ),
      ),
  );
}

async function refresh() {
  state = await (await fetch('/sim/state')).json();
  chosen = state.customers.find((customer) => customer.userId === chosen?.userId) ?? null;
  const { now: _now, ...rest } = state;
  const current = JSON.stringify([rest, chosen?.userId]);
  if (current === shown) return;
  shown = current;
  showCustomers();
  showMessages();
  showTemplates();
  showWebhooks();
  const isUnread = state.messages.some(
    (message) =>
      message.customerUserId === chosen?.userId && message.direction === 'OUT' && message.status === 'delivered',
  );
  if (isUnread && document.visibilityState === 'visible') await post('/sim/read', { from: addressOf(chosen) });
}

function choose(customer) {
  chosen = customer;
  element('write').elements.text.focus();
  void refresh();
}

element('write').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  if (chosen === null || field.value.trim() === '') return;
  const text = field.value;
  field.value = '';
  await post('/sim/inbound', { from: addressOf(chosen), text });
  await refresh();
});

element('picture').addEventListener('click', async () => {
  if (chosen !== null) await post('/sim/inbound', { from: addressOf(chosen), type: 'image' });
});

element('new-customer').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, phone } = event.target.elements;
  const customer = await post('/sim/customers', { name: name.value, phone: phone.value });
  event.target.reset();
  choose(customer);
});

await refresh();
if (chosen === null && state.customers.length > 0) choose(state.customers[0]);
setInterval(() => refresh().catch(() => undefined), POLL_MS);
