import { isRecord, listOf, textOf, type JsonRecord } from '../../src/whatsapp/json.js';
import { readFrom, type Root } from './answers.js';
import { EXCEPTIONS, type Exception } from './exceptions.js';
import { formsOf, isCommon, isLikeName, leavesOf, type Leaf } from './leaves.js';
import type { PreparedPayload } from './preparation.js';
import type { CoveredWorld } from './world.js';

/** Where a scalar of a payload is found: in a field, in Meta's own JSON that a field keeps, by an exception, or nowhere. */
export type Place = 'FIELD' | 'JSON' | 'EXCEPTION' | 'NOWHERE';

export interface Scalar {
  path: string;
  value: Leaf['value'];
  place: Place;
  exception: Exception | null;
}

/** Posts a payload, reads what the API then says, and looks for each of its scalars there. */
export async function cover(
  world: CoveredWorld,
  { payload, conversationId, templateId }: PreparedPayload,
): Promise<Scalar[]> {
  await world.deliver(payload);
  const roots = await recent(world);
  if (templateId !== null) roots.push({ id: templateId, type: 'Template' });
  if (conversationId !== null) roots.push({ id: conversationId, type: 'Conversation' });
  const answers = await readFrom(world, roots);
  return scalarsOf(payload).map((leaf) => {
    const exception = EXCEPTIONS.find(({ path }) => path.test(leaf.path)) ?? null;
    return { path: leaf.path, value: leaf.value, ...placeOf(leaf, answers, exception) };
  });
}

/** What Meta's fields that name nobody may have changed: the account, and who was notified. */
async function recent(world: CoveredWorld): Promise<Root[]> {
  const { accounts, notifications, webhookDeliveries, contacts } = await world.ask(
    `{ accounts { id type: __typename } notifications(first: 3) { nodes { id type: __typename } }
       webhookDeliveries(first: 1) { nodes { id type: __typename } } contacts(first: 2) { nodes { id type: __typename } } }`,
  );
  return [...accounts, ...notifications.nodes, ...webhookDeliveries.nodes, ...contacts.nodes] as Root[];
}

/** Scalars of a payload, with paths that begin with Meta's field, and the type of a message in the place of its index. */
function scalarsOf(payload: JsonRecord): Leaf[] {
  return listOf(payload, 'entry').flatMap((entry) =>
    listOf(entry, 'changes').flatMap((change) => {
      const field = textOf(change, 'field') ?? '?';
      const value = isRecord(change) ? change.value : null;
      const type = textOf(listOf(value, 'messages')[0], 'type') ?? '';
      const { changes: _changes, ...envelope } = isRecord(entry) ? entry : {};
      return [
        ...leavesOf(envelope, 'entry'),
        { path: 'field', key: 'fields', value: field },
        ...leavesOf(value).map((leaf) => ({
          ...leaf,
          path: `${field} › ${leaf.path.replace(/^messages\[\]/, `messages[${type}]`)}`,
        })),
      ];
    }),
  );
}

function placeOf(
  leaf: Leaf,
  answers: readonly Leaf[],
  exception: Exception | null,
): Pick<Scalar, 'place' | 'exception'> {
  const forms = formsOf(leaf.value);
  const found = answers.filter(
    (answer) =>
      formsOf(answer.value).some((form) => forms.includes(form)) &&
      (!isCommon(leaf.value) || isLikeName(leaf.key, answer.key)),
  );
  if (found.some(({ path }) => !isMetaJson(path))) return { place: 'FIELD', exception: null };
  if (found.length > 0) return { place: 'JSON', exception: null };
  return exception === null ? { place: 'NOWHERE', exception: null } : { place: 'EXCEPTION', exception };
}

/** Fields that keep Meta's own JSON whole. */
function isMetaJson(path: string): boolean {
  return /(?:^|\.)\w*(?:raw|details|statusDetails|referral|remoteSettings|remoteComponents|response)(?:\.|\[)/.test(
    path,
  );
}
