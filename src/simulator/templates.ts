import { missingParameter, SimError } from './sim-error.js';
import type { SimTemplate, SimWorld } from './world.js';
import type { WebhookSender } from './webhook-sender.js';

type Body = Record<string, unknown>;

const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];
const LIMITS: Record<string, number> = { HEADER: 60, BODY: 1_024, FOOTER: 60 };
const MOST_BUTTONS = 10;
/** Names that decide about themselves. */
const MAGIC: [RegExp, { event: string; reason: string }][] = [
  [/_reject_format$/, { event: 'REJECTED', reason: 'INVALID_FORMAT' }],
  [/_reject_category$/, { event: 'REJECTED', reason: 'INCORRECT_CATEGORY' }],
];

/** Templates of accounts, and their reviewer. */
export class SimTemplates {
  constructor(
    private readonly world: SimWorld,
    private readonly webhooks: WebhookSender,
  ) {}

  create(wabaId: string, body: Body): Body {
    const { name, language } = body;
    if (typeof name !== 'string') throw missingParameter('name');
    if (!/^[a-z0-9_]{1,512}$/.test(name))
      throw refused(2388047, 'Name is not valid', 'Use lower-case letters, digits and underscores.');
    if (typeof language !== 'string') throw missingParameter('language');
    const category = String(body.category ?? '').toUpperCase();
    if (!CATEGORIES.includes(category)) throw missingParameter('category');
    const twin = [...this.world.templates.values()].find(
      (other) => other.wabaId === wabaId && other.name === name && other.language === language,
    );
    if (twin !== undefined)
      throw refused(
        2388024,
        'Content in This Language Already Exists',
        `There is already ${language} content for this template.`,
      );
    const template: SimTemplate = {
      id: this.world.newId(),
      wabaId,
      name,
      language,
      category: name.endsWith('_recat_marketing') ? 'MARKETING' : category,
      status: 'PENDING',
      components: checkedComponents(body.components),
      parameterFormat: String(body.parameter_format ?? 'POSITIONAL').toUpperCase(),
      qualityScore: 'UNKNOWN',
      rejectedReason: 'NONE',
    };
    this.world.templates.set(template.id, template);
    this.scheduleReview(template);
    return { id: template.id, status: template.status, category: template.category };
  }

  edit(template: SimTemplate, body: Body): Body {
    if (!EDITABLE.includes(template.status))
      throw refused(2388025, 'Template cannot be edited', `It is ${template.status}.`);
    if (body.components !== undefined) template.components = checkedComponents(body.components);
    if (typeof body.category === 'string' && template.status !== 'APPROVED')
      template.category = body.category.toUpperCase();
    template.status = 'PENDING';
    this.scheduleReview(template);
    return { success: true };
  }

  delete(wabaId: string, name: string | undefined, hsmId: string | undefined): Body {
    const own = [...this.world.templates.values()].filter(
      (template) => template.wabaId === wabaId && template.name === name,
    );
    const gone = hsmId === undefined ? own : own.filter(({ id }) => id === hsmId);
    if (gone.length === 0) throw refused(2593002, 'Message Template Not Found', 'There is no such template.');
    for (const template of gone) {
      this.world.templates.delete(template.id);
      this.tell(template, 'PENDING_DELETION', null);
    }
    return { success: true };
  }

  /** What the reviewer decides; also PAUSED, DISABLED and whatever else Meta may do. */
  decide(template: SimTemplate, event: string, reason = 'NONE', info: Body = {}): void {
    template.status = event;
    template.rejectedReason = event === 'REJECTED' ? reason : 'NONE';
    this.tell(template, event, reason, info);
  }

  setQuality(template: SimTemplate, score: string): void {
    const previous = template.qualityScore;
    template.qualityScore = score;
    this.webhooks.send(template.wabaId, [
      {
        field: 'message_template_quality_update',
        value: { previous_quality_score: previous, new_quality_score: score, ...names(template) },
      },
    ]);
  }

  private scheduleReview(template: SimTemplate): void {
    const magic = MAGIC.find(([pattern]) => pattern.test(template.name))?.[1];
    const { templateReviewMs } = this.world.settings;
    if (magic === undefined && (templateReviewMs === null || template.name.endsWith('_slow'))) return;
    this.webhooks.later(templateReviewMs ?? 200, () => {
      if (template.status === 'PENDING') this.decide(template, magic?.event ?? 'APPROVED', magic?.reason);
    });
  }

  private tell(template: SimTemplate, event: string, reason: string | null, info: Body = {}): void {
    const rejection =
      event === 'REJECTED'
        ? { rejection_info: { reason: `Simulated: ${reason}`, recommendation: 'Change the text and submit it again.' } }
        : {};
    this.webhooks.send(template.wabaId, [
      {
        field: 'message_template_status_update',
        value: {
          event,
          ...names(template),
          reason,
          message_template_category: template.category,
          ...rejection,
          ...info,
        },
      },
    ]);
  }
}

export function templateJson(template: SimTemplate): Body {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: template.components,
    quality_score: { score: template.qualityScore },
    rejected_reason: template.rejectedReason,
  };
}

/** In webhooks Meta writes the id as a number; it fits, because ids here have 17 digits and end in small ones. */
function names(template: SimTemplate): Body {
  return {
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
  };
}

function checkedComponents(given: unknown): Body[] {
  if (!Array.isArray(given)) throw missingParameter('components');
  const components = given as Body[];
  const bodies = components.filter(({ type }) => String(type).toUpperCase() === 'BODY');
  if (bodies.length !== 1) throw refused(2388072, 'Body is missing', 'A template needs exactly one body.');
  for (const component of components) checkText(String(component.type).toUpperCase(), component);
  return components;
}

function checkText(type: string, component: Body): void {
  if (type === 'BUTTONS' && ((component.buttons as unknown[] | undefined) ?? []).length > MOST_BUTTONS) {
    throw refused(2388275, 'Too many buttons', `At most ${MOST_BUTTONS}.`);
  }
  if (typeof component.text !== 'string') return;
  const limit = LIMITS[type];
  if (limit !== undefined && component.text.length > limit)
    throw refused(2388040, 'Too long', `${type}: at most ${limit} characters.`);
  const placeholders = [...component.text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)];
  if (placeholders.length === 0) return;
  if (type === 'BODY' && (/^\s*\{\{/.test(component.text) || /\}\}\s*$/.test(component.text))) {
    throw refused(2388299, 'Variables at the ends', "Variables can't be at the start or end of the template.");
  }
  if (component.example === undefined)
    throw refused(2388043, 'Example missing', `${type}: missing expected field(s) (example).`);
  const numbers = placeholders.map((match) => Number(match[1])).filter((number) => !Number.isNaN(number));
  const distinct = new Set(numbers);
  if (numbers.length > 0 && Math.max(...distinct) !== distinct.size)
    throw refused(2388042, 'Variables have gaps', 'Number them from 1 without gaps.');
}

function refused(subcode: number, userTitle: string, userMessage: string): SimError {
  return new SimError(400, 100, 'Invalid parameter', { subcode, userTitle, userMessage });
}
