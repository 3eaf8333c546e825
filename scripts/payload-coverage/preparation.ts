import { DEMO } from '../../src/simulator/world/demo-world.js';
import { isRecord, listOf, textOf, type JsonRecord } from '../../src/whatsapp/json.js';
import { leavesOf, mapLeaves, type Leaf } from './leaves.js';
import { anotherNumber, anotherUserId, aWamid, METADATA, type CoveredWorld } from './world.js';

/** A payload that can be posted: it is for the demo's account, and what it refers to exists. */
export interface PreparedPayload {
  payload: JsonRecord;
  /** Conversation in which one of its people wrote before it came; null where it names nobody. */
  conversationId: string | null;
  templateId: string | null;
}

const NUMBER_KEYS = new Set(['from', 'to', 'wa_id', 'recipient_id', 'recipient_participant_id']);
/** Of the phone's address book; elsewhere such a key is about the company's own number. */
const CONTACT_NUMBER = /^state_sync\[\]\.contact\.phone_number$/;
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]+$/;
const MESSAGE_KEYS =
  /^(?:messages|statuses|message_echoes|history\[\]\.threads\[\]\.messages)\[\]\.(?:id|.*message_id|context\.id)$/;

/** Makes a payload one that the demo's account gets: people, messages and templates in it are new, and exist. */
export async function prepare(world: CoveredWorld, original: JsonRecord): Promise<PreparedPayload> {
  const [entry] = listOf(original, 'entry');
  const [change] = listOf(entry, 'changes');
  const field = textOf(change, 'field') ?? '';
  const value = isRecord(change) && isRecord(change.value) ? change.value : {};
  const template = await templateFor(world, value);
  const renamed = renamedIn(value, template);
  const { conversationId, answered } = await comeBefore(world, renamed);
  const prepared = isRecord(answered) ? answered : renamed;
  const { time, ...envelope } = isRecord(entry) ? entry : {};
  // What is older than the state of a template does not change it.
  const now = time === undefined ? {} : { time: Math.floor(Date.now() / 1000) + 1 };
  const payload = {
    ...original,
    entry: [{ ...envelope, ...now, id: DEMO.whatsappAccountId, changes: [{ field, value: prepared }] }],
  };
  return { payload, conversationId, templateId: template?.id ?? null };
}

interface SubmittedTemplate {
  id: string;
  remoteId: string;
  name: string;
}

async function templateFor(world: CoveredWorld, value: JsonRecord): Promise<SubmittedTemplate | null> {
  if (value.message_template_id === undefined) return null;
  const name = `${textOf(value, 'message_template_name') ?? 'a_template'}_${String(Date.now())}`;
  const language = (textOf(value, 'message_template_language') ?? 'en_US').replace('-', '_');
  return { ...(await world.template(name, language)), name };
}

function renamedIn(value: JsonRecord, template: SubmittedTemplate | null): JsonRecord {
  const own = textOf(value.metadata, 'display_phone_number') ?? METADATA.display_phone_number.replace(/\D/g, '');
  const names = new Map<string, string>();
  for (const { path, key, value: found } of leavesOf(value)) {
    const text = String(found);
    if (text === own || names.has(text)) continue;
    if ((NUMBER_KEYS.has(key) || CONTACT_NUMBER.test(path)) && /^\d{7,}$/.test(text))
      names.set(text, anotherNumber(text));
    else if (USER_ID.test(text)) names.set(text, anotherUserId(text));
    else if (MESSAGE_KEYS.test(path)) names.set(text, aWamid());
  }
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  const rename = ({ path, key, value: found }: Leaf): unknown => {
    if (key === 'waba_id') return DEMO.whatsappAccountId;
    if (key === 'phone_number_id') return DEMO.phoneNumberId;
    if (key === 'message_template_id') return template?.remoteId;
    if (key === 'message_template_name') return template?.name;
    if (typeof found !== 'string') return found;
    if (found === own) return METADATA.display_phone_number.replace(/\D/g, '');
    const name = names.get(found);
    if (name !== undefined) return name;
    return path.endsWith('response_json')
      ? found
      : longestFirst.reduce((text, [from, to]) => (from.length < 6 ? text : text.replaceAll(from, to)), found);
  };
  return mapLeaves(value, rename) as JsonRecord;
}

/** What has to be there before: a message of each person, those that are referred to, and a sent one for each status. */
async function comeBefore(
  world: CoveredWorld,
  value: JsonRecord,
): Promise<{ conversationId: string | null; answered: JsonRecord | null }> {
  const [message] = [...listOf(value, 'messages'), ...listOf(value, 'message_echoes')];
  const [status] = listOf(value, 'statuses');
  const [preference] = listOf(value, 'user_preferences');
  const from = senderOf(message) ?? recipientOf(status) ?? personOf(preference);
  if (from === null) return { conversationId: null, answered: null };
  const before = `Before ${aWamid()}`;
  const targets = leavesOf(message).filter(({ path }) => /^(?:context\.id|\w+\.(?:original_)?message_id)$/.test(path));
  if (isRecord(status)) await world.knownCustomerWrites(from, before);
  else await world.customerWrites(from, String(targets[0]?.value ?? aWamid()), before);
  const { id: conversationId } = await world.conversationOf(before);
  if (!isRecord(status)) return { conversationId, answered: null };
  const sent = await world.answer(conversationId);
  return {
    conversationId,
    answered: { ...value, statuses: [{ ...status, id: sent }, ...listOf(value, 'statuses').slice(1)] },
  };
}

function senderOf(message: unknown): JsonRecord | null {
  if (!isRecord(message)) return null;
  const { from, from_user_id, group_id, to, to_user_id, system } = message;
  const userId = textOf(system, 'previous_user_id') ?? from_user_id;
  if (to !== undefined || to_user_id !== undefined) return present({ from: to, from_user_id: to_user_id });
  return present({ from, from_user_id: userId, group_id });
}

function recipientOf(status: unknown): JsonRecord | null {
  if (!isRecord(status)) return null;
  const { recipient_id, recipient_user_id, recipient_type } = status;
  if (recipient_type === 'group')
    return present({ from: status.recipient_participant_id, from_user_id: status.recipient_participant_user_id });
  return present({ from: recipient_id, from_user_id: recipient_user_id });
}

function personOf(preference: unknown): JsonRecord | null {
  return isRecord(preference) ? present({ from: preference.wa_id, from_user_id: preference.user_id }) : null;
}

function present(values: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
