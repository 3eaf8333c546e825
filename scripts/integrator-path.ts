import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startOwnDemo } from './own-demo.js';

/**
 * `npm run integrator-path` walks the path of docs/integrator-guide.md and docs/templates-guide.md, a line a step: a key, a
 * model, its records, a template with an image header and variables over two relations, a preview, a submission that is
 * rejected, its correction, the approval by webhook, a message, what the customer then reads, and its status by REST. It
 * starts a demo of its own, from nothing, and ends it; `-- --email <e-mail> --password <password>` walks through one that
 * runs. Ends with 1 if a step goes wrong. Further options: --url (http://localhost:3000), --simulator (http://localhost:3001).
 */
export interface Walk {
  url: string;
  simulator: string;
  token: string;
  /** Makes names and numbers new, so that the path can be walked again. */
  tag: string;
  print: (line: string) => void;
}

/** A blue square of 8 × 8 pixels. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgYPj/n4HhPwMDAA/8A/1Yd6AjAAAAAElFTkSuQmCC',
  'base64',
);
const ERRORS = 'errors { code message path }';
const PATIENCE_MS = 20_000;

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of queries written here

export async function walk({ url, simulator, token, tag, print }: Walk): Promise<string> {
  const graphql = async (query: string, variables: Json = {}): Promise<Json> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Json; errors?: unknown };
    const refused = Object.values(data ?? {}).flatMap((answer) => (answer as Json | null)?.errors ?? []);
    if (errors !== undefined || refused.length > 0) throw new Error(JSON.stringify(errors ?? refused));
    return data;
  };
  const decide = async (remoteId: string, decision: Json): Promise<void> => {
    await post(`${simulator}/sim/templates/${remoteId}/decision`, decision);
  };
  const until = async (id: string, status: string): Promise<Json> => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { template } = await graphql(
        'query ($id: ID!) { template(id: $id) { status rejectionReason rejectionAdvice history(first: 20) { nodes { to source } } } }',
        { id },
      );
      if (template.status === status) return template as Json;
      if (Date.now() > deadline) throw new Error(`The template is ${template.status}, not ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const { accounts } = await graphql('{ accounts { id } }');
  const accountId = accounts[0].id as string;
  const model = async (key: string, label: string, fields: Json[]): Promise<string> => {
    const input = { key: `${key}_${tag}`, label, fields };
    const { upsertDataModel } = await graphql(
      `mutation ($input: UpsertDataModelInput!) { upsertDataModel(input: $input) { dataModel { id } ${ERRORS} } }`,
      { input },
    );
    return upsertDataModel.dataModel.id as string;
  };
  const text = (key: string, label: string): Json => ({ key, label, type: 'TEXT' });
  const cityId = await model('city', 'City', [text('name', 'Name')]);
  const personId = await model('person', 'Person', [
    text('name', 'Name'),
    { key: 'mobile', label: 'Mobile', type: 'PHONE' },
    { key: 'city', label: 'City', type: 'RELATION', relatesTo: `city_${tag}` },
  ]);
  const orderId = await model('order', 'Order', [
    text('number', 'Number'),
    { key: 'total', label: 'Total', type: 'MONEY' },
    { key: 'customer', label: 'Customer', type: 'RELATION', relatesTo: `person_${tag}` },
  ]);
  print('1. models: order → customer → city');

  const phone = `1650555${tag.slice(-4).padStart(4, '2')}`;
  const push = async (modelId: string, record: Json): Promise<string> => {
    const { upsertRecords } = await graphql(
      `mutation ($input: UpsertRecordsInput!) { upsertRecords(input: $input) { results { record { id } ${ERRORS} } ${ERRORS} } }`,
      { input: { modelId, records: [record] } },
    );
    return upsertRecords.results[0].record.id as string;
  };
  await push(cityId, { externalId: 'par', values: { name: 'Paris' } });
  await push(personId, { externalId: 'ann', values: { name: 'Ann', mobile: `+${phone}`, city: 'par' } });
  const recordId = await push(orderId, {
    externalId: '1',
    values: { number: 'A-1', total: { amount: '49.90', currency: 'EUR' }, customer: 'ann' },
  });
  print('2. records: order A-1 of Ann in Paris');

  const form = new FormData();
  form.set('accountId', accountId);
  form.set('file', new Blob([PICTURE], { type: 'image/png' }), 'aloe.png');
  const headers = { authorization: `Bearer ${token}` };
  const upload = (await (await fetch(`${url}/media`, { method: 'POST', headers, body: form })).json()) as Json;
  const field = (name: string, fieldPath: string, sampleValue: string): Json => {
    return { placement: 'BODY', name, source: 'FIELD', fieldPath, sampleValue };
  };
  const { createTemplate } = await graphql(
    `mutation ($draft: TemplateDraftInput!) { createTemplate(input: { draft: $draft }) { template { id problems { message } } ${ERRORS} } }`,
    {
      draft: {
        ...{ accountId, displayName: `Order sent ${tag}`, language: 'en_US', category: 'UTILITY' },
        ...{ appliesTo: orderId, phoneField: 'customer.mobile', header: { type: 'IMAGE', mediaId: upload.id } },
        body: 'Hello {{1}}, your order {{2}} over {{3}} is on its way to {{4}} today.',
        variables: [
          field('1', 'customer.name', 'Pablo'),
          field('2', 'number', '860198'),
          field('3', 'total', '€10.00'),
          field('4', 'customer.city.name', 'Lisbon'),
        ],
      },
    },
  );
  const templateId = createTemplate.template.id as string;
  print(`3. template with an image header; problems: ${createTemplate.template.problems.length}`);

  const { template } = await graphql(
    'query ($id: ID!, $record: ID!) { template(id: $id) { preview(input: { recordId: $record }) { body recipient errors { message } } } }',
    { id: templateId, record: recordId },
  );
  print(`4. preview for ${template.preview.recipient}: ${template.preview.body}`);

  const submit = async (): Promise<string> => {
    const { submitTemplate } = await graphql(
      `mutation ($id: ID!) { submitTemplate(input: { templateId: $id }) { template { status remoteId } ${ERRORS} } }`,
      { id: templateId },
    );
    return submitTemplate.template.remoteId as string;
  };
  const remoteId = await submit();
  await decide(remoteId, { event: 'REJECTED', reason: 'INVALID_FORMAT' });
  const rejected = await until(templateId, 'REJECTED');
  print(`5. submitted; rejected: ${rejected.rejectionReason} ${rejected.rejectionAdvice}`);

  const body = 'Hello {{1}}, we have sent your order {{2}} over {{3}}. It reaches you in {{4}} tomorrow.';
  await graphql(`mutation ($input: UpdateTemplateInput!) { updateTemplate(input: $input) { ${ERRORS} } }`, {
    input: { id: templateId, body },
  });
  await submit();
  await decide(remoteId, { event: 'APPROVED' });
  const approved = await until(templateId, 'APPROVED');
  print(`6. edited and submitted again; approved by ${approved.history.nodes.at(-1).source}`);

  const { sendTemplate } = await graphql(
    `mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { message { id } ${ERRORS} } ${ERRORS} } }`,
    { input: { idempotencyKey: `path ${tag}`, templateId, recipients: [{ recordId }] } },
  );
  const [{ message }] = sendTemplate.results as [Json];
  const read = await readByCustomer(simulator, phone);
  print(`7. the customer reads: ${read}`);

  const shown = await fetch(`${url}/v1/messages/${message.id}`, { headers });
  if (!shown.ok) throw new Error(`GET /v1/messages: HTTP ${shown.status}`);
  print(`8. its status by REST: ${((await shown.json()) as Json).status}`);
  return read;
}

async function readByCustomer(simulator: string, phone: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = (await (await fetch(`${simulator}/sim/state`)).json()) as Json;
    const customer = state.customers.find(({ waId }: Json) => waId === phone) as Json | undefined;
    const message = state.messages.findLast(
      ({ direction, customerUserId }: Json) => direction === 'OUT' && customerUserId === customer?.userId,
    ) as Json | undefined;
    if (message !== undefined) return message.text as string;
    if (Date.now() > deadline) throw new Error('The customer got nothing.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function post(url: string, body: Json): Promise<Json> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return (await response.json()) as Json;
}

/** As an integrator gets in: an administrator signs in and makes a key that may do what the path needs, and no more. */
async function makeKey(url: string, email: string, password: string): Promise<string> {
  const ask = async (query: string, input: Json, token = ''): Promise<Json> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data } = (await response.json()) as { data: Json };
    return Object.values(data)[0] as Json;
  };
  const login = await ask(
    'mutation ($input: LoginInput!) { login(input: $input) { accessToken errors { message } } }',
    { email, password },
  );
  if (login.accessToken === null) throw new Error(login.errors[0].message);
  const key = await ask(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret errors { message } } }',
    { name: 'Integrator path', scopes: ['ACCOUNTS_READ', 'TEMPLATES_WRITE', 'RECORDS_WRITE', 'MESSAGES_SEND'] },
    login.accessToken as string,
  );
  if (key.secret === null) throw new Error(key.errors[0].message);
  return key.secret as string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:3000' },
      simulator: { type: 'string', default: 'http://localhost:3001' },
      email: { type: 'string' },
      password: { type: 'string' },
    },
  });
  const { email, password } = values;
  if ((email === undefined) !== (password === undefined)) {
    process.stderr.write(
      'Usage: npm run integrator-path [-- --email <e-mail> --password <password> [--url …] [--simulator …]]\n',
    );
    process.exit(2);
  }
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const own = email === undefined ? await startOwnDemo() : null;
  try {
    const { url, simulator } = own ?? values;
    const token = await makeKey(url, own?.email ?? email ?? '', own?.password ?? password ?? '');
    print('0. a key that may read accounts, write templates and records, and send');
    await walk({ url, simulator, token, tag: String(Date.now()), print });
  } finally {
    await own?.end();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  });
}
