import { missingParameter, SimError } from '../sim-error.js';
import { checkedComponents, refused } from './template-rules.js';
import type { WebhookSender } from '../webhooks/webhook-sender.js';
import type { SimTemplate, SimWorld } from '../world/world.js';

type Body = Record<string, unknown>;

const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CREATIONS_AN_HOUR = 100;
/** The name of a deleted approved template is blocked for so long. */
const NAME_LOCK_MS = 30 * DAY_MS;
const EDIT_LIMITS = [
  { most: 1, withinMs: DAY_MS },
  { most: 10, withinMs: 30 * DAY_MS },
];
/** Names that decide their own review. */
const DECIDING_NAMES: [RegExp, { event: string; reason: string }][] = [
  [/_reject_format$/, { event: 'REJECTED', reason: 'INVALID_FORMAT' }],
  [/_reject_category$/, { event: 'REJECTED', reason: 'INCORRECT_CATEGORY' }],
];
/** What Meta says with a rejection. */
const EXPLANATIONS: Record<string, { reason: string; recommendation: string }> = {
  INVALID_FORMAT: {
    reason: 'Simulated: the parameters of the template are not clear from its text.',
    recommendation: 'Describe each parameter in the text around it, and submit it again.',
  },
  INCORRECT_CATEGORY: {
    reason: 'Simulated: the text is promotional, the category is not.',
    recommendation: 'Submit it as MARKETING, or take the promotion out.',
  },
};

/** Templates of all accounts, and their reviewer. */
export class SimTemplates {
  private readonly createdAt = new Map<string, number[]>();
  private readonly lockedNames = new Map<string, number>();

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
    this.refuseTakenName(wabaId, name, language);
    this.refuseTooMany(wabaId);
    const parameterFormat = String(body.parameter_format ?? 'POSITIONAL').toUpperCase();
    const components = checkedComponents(body.components, category, parameterFormat, this.world.uploadedTypes);
    const template = this.add({
      wabaId,
      name,
      language,
      category: name.endsWith('_recat_marketing') ? 'MARKETING' : category,
      components,
      parameterFormat,
    });
    this.createdAt.get(wabaId)?.push(this.world.now());
    this.scheduleReview(template);
    return { id: template.id, status: template.status, category: template.category };
  }

  /** Adds a template as if somebody had made it in WhatsApp Manager: nothing is checked, no webhook is sent. */
  add(
    values: Pick<SimTemplate, 'wabaId' | 'name' | 'language' | 'category' | 'components'> & Partial<SimTemplate>,
  ): SimTemplate {
    const template: SimTemplate = {
      id: this.world.newTemplateId(),
      status: 'PENDING',
      parameterFormat: 'POSITIONAL',
      qualityScore: 'UNKNOWN',
      rejectedReason: 'NONE',
      correctCategory: null,
      previousCategory: null,
      editedAt: [],
      ...values,
    };
    this.world.templates.set(template.id, template);
    return template;
  }

  edit(template: SimTemplate, body: Body): Body {
    if (!EDITABLE.includes(template.status))
      throw refused(2388025, 'Template cannot be edited', `It is ${template.status}.`);
    const now = this.world.now();
    const wasApproved = template.status === 'APPROVED';
    if (
      wasApproved &&
      EDIT_LIMITS.some(
        ({ most: maxEdits, withinMs }) => template.editedAt.filter((at) => at > now - withinMs).length >= maxEdits,
      )
    ) {
      throw refused(2388124, 'Too many edits', 'An approved template can be edited once in 24 hours.');
    }
    const category = typeof body.category === 'string' ? body.category.toUpperCase() : template.category;
    if (wasApproved && category !== template.category)
      throw refused(2388039, 'Category cannot be changed', 'The category of an approved template stays.');
    if (body.components !== undefined) {
      template.components = checkedComponents(
        body.components,
        category,
        template.parameterFormat,
        this.world.uploadedTypes,
      );
    }
    template.category = category;
    if (wasApproved) template.editedAt.push(now);
    template.status = 'PENDING';
    this.scheduleReview(template);
    return { success: true };
  }

  /** Edits a template as somebody does in WhatsApp Manager: at once, and with a webhook. */
  editAtMeta(template: SimTemplate, components: Body[]): void {
    template.components = components;
    const text = (type: string): unknown => components.find((component) => component.type === type)?.text;
    const value = { ...identityJson(template), message_template_element: text('BODY') };
    const optional = { message_template_title: text('HEADER'), message_template_footer: text('FOOTER') };
    const buttons = components.find((component) => component.type === 'BUTTONS')?.buttons as Body[] | undefined;
    const reported = buttons?.map(({ type, text: label, url, phone_number: number }) => ({
      message_template_button_type: type,
      message_template_button_text: label,
      message_template_button_url: url,
      message_template_button_phone_number: number,
    }));
    this.send(template, 'message_template_components_update', {
      ...value,
      ...optional,
      message_template_buttons: reported,
    });
  }

  delete(wabaId: string, name: string | undefined, hsmId: string | undefined): Body {
    const own = [...this.world.templates.values()].filter(
      (template) => template.wabaId === wabaId && template.name === name,
    );
    const gone = hsmId === undefined ? own : own.filter(({ id }) => id === hsmId);
    if (gone.length === 0) throw refused(2593002, 'Message Template Not Found', 'There is no such template.');
    if (gone.some(({ status }) => status === 'DISABLED'))
      throw refused(2388025, 'Template cannot be deleted', 'It is disabled.');
    for (const template of gone) {
      this.world.templates.delete(template.id);
      if (template.status === 'APPROVED') this.lockedNames.set(lockKey(template), this.world.now() + NAME_LOCK_MS);
      this.reportStatus(template, 'PENDING_DELETION', null);
    }
    return { success: true };
  }

  /** Decides as a reviewer does; also PAUSED, DISABLED and whatever else Meta may do. */
  decide(template: SimTemplate, event: string, reason = 'NONE', info: Body = {}): void {
    if (!['FLAGGED', 'LOCKED'].includes(event)) {
      template.status = ['REINSTATED', 'UNARCHIVED'].includes(event) ? 'APPROVED' : event;
      template.rejectedReason = event === 'REJECTED' ? reason : 'NONE';
    }
    this.reportStatus(template, event, event === 'DISABLED' ? null : reason, info);
  }

  setQuality(template: SimTemplate, score: string): void {
    const previous = template.qualityScore;
    template.qualityScore = score;
    const scores = { previous_quality_score: previous, new_quality_score: score };
    this.send(template, 'message_template_quality_update', { ...scores, ...identityJson(template) });
  }

  /** Changes the category: first announced, then done. */
  recategorise(template: SimTemplate, category: string, isAnnounced: boolean): void {
    const former = template.category;
    if (isAnnounced) {
      template.correctCategory = category;
      const at = Math.floor(this.world.now() / 1000) + 86_400;
      const categories = { correct_category: category, new_category: former, category_update_timestamp: at };
      return this.send(template, 'template_category_update', { ...identityJson(template), ...categories });
    }
    Object.assign(template, { category, previousCategory: former, correctCategory: null });
    const categories = { previous_category: former, new_category: category };
    return this.send(template, 'template_category_update', { ...identityJson(template), ...categories });
  }

  /** What has to be kept beside the templates: when they were created, and names that are blocked. */
  get limits(): { createdAt: Map<string, number[]>; lockedNames: Map<string, number> } {
    return { createdAt: this.createdAt, lockedNames: this.lockedNames };
  }

  /** Goes on with reviews that a former run began. */
  resume(limits: SimTemplates['limits']): void {
    for (const [wabaId, times] of limits.createdAt) this.createdAt.set(wabaId, times);
    for (const [key, until] of limits.lockedNames) this.lockedNames.set(key, until);
    for (const template of this.world.templates.values()) {
      if (template.status === 'PENDING') this.scheduleReview(template);
    }
  }

  private refuseTakenName(wabaId: string, name: string, language: string): void {
    const isTaken = [...this.world.templates.values()].some(
      (other) => other.wabaId === wabaId && other.name === name && other.language === language,
    );
    if (isTaken) {
      const message = `There is already ${language} content for this template.`;
      throw refused(2388024, 'Content in This Language Already Exists', message);
    }
    if ((this.lockedNames.get(lockKey({ wabaId, name, language })) ?? 0) > this.world.now()) {
      const message = 'This language of the name is being deleted. Try again in 4 weeks, or choose another name.';
      throw refused(2388023, 'Message Template Language Is Being Deleted', message);
    }
  }

  private refuseTooMany(wabaId: string): void {
    const { templateLimit } = this.world.settings;
    const count = [...this.world.templates.values()].filter((template) => template.wabaId === wabaId).length;
    if (count >= templateLimit) throw refused(2388019, 'Message Template Limit Exceeded', `At most ${templateLimit}.`);
    const recent = (this.createdAt.get(wabaId) ?? []).filter((at) => at > this.world.now() - HOUR_MS);
    this.createdAt.set(wabaId, recent);
    if (recent.length >= CREATIONS_AN_HOUR)
      throw new SimError(400, 80007, '(#80007) There have been too many template creations on this account.');
  }

  private scheduleReview(template: SimTemplate): void {
    const decision = DECIDING_NAMES.find(([pattern]) => pattern.test(template.name))?.[1];
    const { templateReviewMs } = this.world.settings;
    if (decision === undefined && (templateReviewMs === null || template.name.endsWith('_slow'))) return;
    this.webhooks.later(templateReviewMs ?? 200, () => {
      if (template.status === 'PENDING') this.decide(template, decision?.event ?? 'APPROVED', decision?.reason);
    });
  }

  private reportStatus(template: SimTemplate, event: string, reason: string | null, info: Body = {}): void {
    const explanation = EXPLANATIONS[reason ?? ''];
    this.send(template, 'message_template_status_update', {
      event,
      ...identityJson(template),
      reason,
      message_template_category: template.category,
      ...(event === 'REJECTED' && explanation !== undefined ? { rejection_info: explanation } : {}),
      ...info,
    });
  }

  private send(template: SimTemplate, field: string, value: Body): void {
    this.webhooks.send(template.wabaId, [{ field, value }]);
  }
}

/** The fields that name a template in a webhook. `message_template_id` is written as a number: see metaJson. */
function identityJson(template: SimTemplate): Body {
  return {
    message_template_id: template.id,
    message_template_name: template.name,
    message_template_language: template.language,
  };
}

function lockKey({ wabaId, name, language }: { wabaId: string; name: string; language: string }): string {
  return `${wabaId} ${language} ${name}`;
}
