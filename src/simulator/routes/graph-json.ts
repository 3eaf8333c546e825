import type { FastifyRequest } from 'fastify';
import { SimError } from '../sim-error.js';
import type { SimPhone, SimWaba, SimWorld } from '../world/world.js';

type Json = Record<string, unknown>;

const DEFAULT_PAGE_SIZE = 25;
const MAX_PAGE_SIZE = 1_000;

/** Where the simulator is called: its links lead there. */
export function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

/** Every field of a number that may be asked for. */
export function phoneJson(world: SimWorld, phone: SimPhone): Json {
  const waba = world.wabas.get(phone.wabaId);
  const life = world.lifeOf(phone);
  return {
    id: phone.id,
    display_phone_number: phone.displayPhoneNumber,
    verified_name: phone.verifiedName,
    quality_rating: phone.qualityRating,
    status: phone.status,
    code_verification_status: life.isVerified ? 'VERIFIED' : 'NOT_VERIFIED',
    is_pin_enabled: life.pin !== null,
    name_status: life.nameStatus,
    new_display_name: life.requestedName?.name,
    new_name_status: life.requestedName?.status ?? 'NONE',
    is_official_business_account: life.isOfficial,
    conversational_automation: world.presenceOf(phone).components,
    platform_type: 'CLOUD_API',
    account_mode: 'LIVE',
    throughput: { level: phone.throughput },
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    webhook_configuration: {
      ...(phone.overrideCallbackUrl === null ? {} : { phone_number: phone.overrideCallbackUrl }),
      ...(waba?.overrideCallbackUrl == null ? {} : { whatsapp_business_account: waba.overrideCallbackUrl }),
    },
    ...(waba === undefined ? {} : accountHealth(world, waba, phone)),
  };
}

/** Every field of an account that may be asked for. */
export function wabaJson(world: SimWorld, waba: SimWaba): Json {
  const { status, isRequired } = waba.marketing ?? { status: 'ELIGIBLE', isRequired: false };
  return {
    ...accountHealth(world, waba),
    id: waba.id,
    name: waba.name,
    currency: 'USD',
    timezone_id: '1',
    is_enabled_for_insights: waba.isEnabledForInsights === true,
    marketing_messages_onboarding_status: status,
    marketing_messages_lite_api_status: status,
    disable_marketing_messages_on_cloud_api: isRequired,
  };
}

/** The health status, from the number up to the app. */
function accountHealth(world: SimWorld, waba: SimWaba, phone?: SimPhone): Json {
  const apps = [...waba.subscribedAppIds].map((id) => world.apps.get(id)).filter((app) => app !== undefined);
  const entities = [
    ...(phone === undefined
      ? []
      : [
          {
            entity_type: 'PHONE_NUMBER',
            id: phone.id,
            can_send_message: phone.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED',
          },
        ]),
    waba.hasPayment
      ? { entity_type: 'WABA', id: waba.id, can_send_message: 'AVAILABLE' }
      : {
          entity_type: 'WABA',
          id: waba.id,
          can_send_message: 'BLOCKED',
          errors: [
            {
              error_code: 141006,
              error_description: 'There is a problem with the payment method.',
              possible_solution: 'Add a payment method.',
            },
          ],
        },
    ...(waba.isBusinessVerified === false
      ? [
          {
            entity_type: 'BUSINESS',
            id: `${waba.id}-business`,
            can_send_message: 'LIMITED',
            additional_info: ['The business has not been verified: it reaches 250 people in 24 hours.'],
          },
        ]
      : []),
    ...apps.map((app) =>
      app.isLive
        ? { entity_type: 'APP', id: app.id, can_send_message: 'AVAILABLE' }
        : {
            entity_type: 'APP',
            id: app.id,
            can_send_message: 'BLOCKED',
            errors: [
              {
                error_code: 141000,
                error_description: 'The app is in development mode: only test numbers can be reached.',
                possible_solution: 'Switch the app to Live.',
              },
            ],
          },
    ),
  ];
  const worst = ['BLOCKED', 'LIMITED'].find((state) => entities.some(({ can_send_message: can }) => can === state));
  return { health_status: { can_send_message: worst ?? 'AVAILABLE', entities } };
}

/** One page of a list, with cursors as Meta gives them out. */
export function page<Entry>(
  entries: readonly Entry[],
  query: Record<string, string>,
  request: FastifyRequest,
  defaults: string[],
  jsonOf: (entry: Entry) => Json,
): Json {
  const limit = Math.min(Number(query.limit ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE);
  const begin = query.after === undefined ? 0 : decodeCursor(query.after);
  const shown = entries.slice(begin, begin + limit);
  if (shown.length === 0) return { data: [] };
  const after = encodeCursor(begin + shown.length);
  const hasMore = begin + shown.length < entries.length;
  const path = request.url.split('?')[0] ?? '';
  return {
    data: shown.map((entry) => pick(jsonOf(entry), query.fields, defaults)),
    paging: {
      cursors: { before: encodeCursor(begin), after },
      ...(hasMore ? { next: `${request.protocol}://${request.host}${path}?limit=${limit}&after=${after}` } : {}),
    },
  };
}

/** `fields=a,b`: these and the id; without it, the default set. */
export function pick(entry: Json, fields: string | undefined, defaults: string[]): Json {
  const wanted = fields === undefined ? defaults : ['id', ...fields.split(',')];
  const unknown = wanted.find((field) => !(field in entry));
  if (unknown !== undefined) throw new SimError(400, 100, `(#100) Tried accessing nonexisting field (${unknown})`);
  return Object.fromEntries(wanted.map((field) => [field, entry[field]]));
}

function encodeCursor(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const position = /^cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (position === undefined) throw new SimError(400, 131059, '(#131059) Invalid cursor');
  return Number(position);
}
