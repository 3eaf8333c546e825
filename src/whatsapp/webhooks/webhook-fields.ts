/** The webhook fields that Parley works with; a required one unticked means that something is silently missing. */
export const WEBHOOK_FIELDS = [
  { name: 'messages', required: true },
  { name: 'message_template_status_update', required: true },
  { name: 'message_template_quality_update', required: true },
  { name: 'template_category_update', required: true },
  { name: 'account_update', required: true },
  { name: 'message_template_components_update', required: false },
  { name: 'template_correct_category_detection', required: false },
  { name: 'account_review_update', required: false },
  { name: 'account_alerts', required: false },
  { name: 'phone_number_quality_update', required: false },
  { name: 'phone_number_name_update', required: false },
  { name: 'business_capability_update', required: false },
  { name: 'security', required: false },
  { name: 'user_preferences', required: false },
  { name: 'smb_message_echoes', required: false },
  { name: 'history', required: false },
  { name: 'smb_app_state_sync', required: false },
  { name: 'message_echoes', required: false },
  { name: 'standby', required: false },
  { name: 'calls', required: false },
  { name: 'business_username_updates', required: false },
] as const satisfies readonly { name: string; required: boolean }[];

export const WEBHOOK_PATH = '/webhooks/whatsapp';
