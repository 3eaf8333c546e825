import { randomBytes } from 'node:crypto';
import type { SimUpload } from '../world/files.js';
import type { SimTemplate, SimWorld } from '../world/world.js';
import { componentsAsRead } from './template-rules.js';

type Body = Record<string, unknown>;

/** What a template may have beside its content, where nobody has set it. */
const NO_SETTINGS = {
  sub_category: 'CUSTOM',
  message_send_ttl_seconds: null,
  library_template_name: null,
  source: null,
  last_updated_time: null,
  cta_url_link_tracking_opted_out: null,
  degrees_of_freedom_spec: null,
  product_set_id: null,
  is_primary_device_delivery_only: null,
  display_format: null,
};

/** As Meta returns it. `origin`: of the simulator, which serves the samples that were uploaded to it. */
export function templateJson(world: SimWorld, template: SimTemplate, origin: string): Body {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: componentsAsRead(template.components, (handle) => sampleLink(world, handle, origin)),
    quality_score: { score: template.qualityScore },
    rejected_reason: template.rejectedReason,
    correct_category: template.correctCategory,
    previous_category: template.previousCategory,
    ...NO_SETTINGS,
    ...template.settings,
  };
}

/** Links are signed anew with each reading. What was made elsewhere lies with Meta itself. */
function sampleLink(world: SimWorld, handle: string, origin: string): string {
  const signature = `oh=${randomBytes(6).toString('hex')}&oe=${randomBytes(6).toString('hex')}`;
  return sampleOf(world, handle) === null
    ? `https://scontent.whatsapp.net/v/t61/sample?${signature}`
    : `${origin}/template-samples/?handle=${encodeURIComponent(handle)}&${signature}`;
}

/** The upload behind a handle; null: there is none. */
export function sampleOf(world: SimWorld, handle: string): SimUpload | null {
  return [...world.uploads.values()].find((upload) => upload.handle === handle) ?? null;
}
