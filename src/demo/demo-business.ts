/** The demo company's business: data models with some records of each, and templates for them. */

interface DemoModel {
  key: string;
  label: string;
  fields: { key: string; label: string; type: DemoFieldType; relatesTo?: string }[];
  records: { externalId: string; values: Record<string, unknown>; portalUrl?: string }[];
}

type DemoFieldType = 'TEXT' | 'NUMBER' | 'MONEY' | 'DATE' | 'DATETIME' | 'PHONE' | 'EMAIL' | 'RELATION';

const field = (key: string, label: string, type: DemoFieldType = 'TEXT') => ({ key, label, type });
const CONTACT = { key: 'contact', label: 'Contact', type: 'RELATION' as const, relatesTo: 'contact' };
const money = (amount: string) => ({ amount, currency: 'EUR' });

/** Data models, in an order in which relations lead only to models before them. */
export const DEMO_MODELS: readonly DemoModel[] = [
  {
    key: 'contact',
    label: 'Contact',
    fields: [
      field('name', 'Name'),
      field('phone', 'Mobile', 'PHONE'),
      field('email', 'E-mail', 'EMAIL'),
      field('city', 'City'),
    ],
    records: [
      {
        externalId: 'C-1',
        values: { name: 'Zoë Nelson', phone: '+16505551234', email: 'zoe@example.com', city: 'Menlo Park' },
      },
      { externalId: 'C-2', values: { name: 'João Silva', phone: '+5511987654321', city: 'São Paulo' } },
      { externalId: 'C-3', values: { name: 'Mia Schröder', phone: '+4915112345678', city: 'Kiel' } },
    ],
  },
  {
    key: 'quotation',
    label: 'Quotation',
    fields: [
      field('number', 'Number'),
      field('total', 'Total', 'MONEY'),
      field('valid_until', 'Valid until', 'DATE'),
      CONTACT,
    ],
    records: [
      {
        externalId: 'Q-2041',
        values: { number: 'Q-2041', total: money('1280.00'), valid_until: '2027-05-31', contact: 'C-1' },
      },
      {
        externalId: 'Q-2042',
        values: { number: 'Q-2042', total: money('349.50'), valid_until: '2027-06-15', contact: 'C-3' },
      },
    ],
  },
  {
    key: 'order',
    label: 'Order',
    fields: [
      field('number', 'Number'),
      field('total', 'Total', 'MONEY'),
      field('delivery_date', 'Delivery date', 'DATE'),
      field('tracking_code', 'Tracking code'),
      CONTACT,
    ],
    records: [
      {
        externalId: '860198',
        values: {
          number: '860198',
          total: money('49.90'),
          delivery_date: '2027-05-03',
          tracking_code: 'ZX81-7',
          contact: 'C-1',
        },
        portalUrl: 'https://luckygarden.example/orders/860198',
      },
    ],
  },
  {
    key: 'invoice',
    label: 'Invoice',
    fields: [
      field('number', 'Number'),
      field('total', 'Total', 'MONEY'),
      field('due_date', 'Due date', 'DATE'),
      CONTACT,
    ],
    records: [
      {
        externalId: 'INV-3007',
        values: { number: 'INV-3007', total: money('240.00'), due_date: '2027-06-14', contact: 'C-2' },
        portalUrl: 'https://billing.example.com/invoices/INV-3007',
      },
    ],
  },
  {
    key: 'event_ticket',
    label: 'Event ticket',
    fields: [
      field('code', 'Code'),
      field('event', 'Event'),
      field('starts_at', 'Starts at', 'DATETIME'),
      field('venue', 'Venue'),
      field('latitude', 'Latitude', 'NUMBER'),
      field('longitude', 'Longitude', 'NUMBER'),
      CONTACT,
    ],
    records: [
      {
        externalId: 'T-7781',
        values: {
          ...{ code: 'T-7781', event: 'Cactus Fair', starts_at: '2027-06-12T18:00:00+02:00', contact: 'C-3' },
          ...{ venue: 'Botanical Garden', latitude: 54.347, longitude: 10.1156 },
        },
      },
    ],
  },
  {
    key: 'appointment',
    label: 'Appointment',
    fields: [field('service', 'Service'), field('starts_at', 'Starts at', 'DATETIME'), CONTACT],
    records: [
      {
        externalId: 'A-12',
        values: { service: 'Garden consultation', starts_at: '2027-05-03T10:30:00+02:00', contact: 'C-1' },
      },
    ],
  },
  {
    key: 'support_ticket',
    label: 'Support ticket',
    fields: [field('number', 'Number'), field('subject', 'Subject'), CONTACT],
    records: [{ externalId: 'S-512', values: { number: 'S-512', subject: 'Broken pot', contact: 'C-2' } }],
  },
];

/** Templates that are created from the library on the first run. `state`: approved, in review, or still a draft. */
export const DEMO_TEMPLATES: readonly { key: string; language: string; state: 'APPROVED' | 'PENDING' | 'DRAFT' }[] = [
  { key: 'order_confirmation', language: 'en', state: 'APPROVED' },
  { key: 'order_confirmation', language: 'de', state: 'APPROVED' },
  { key: 'quotation', language: 'en', state: 'APPROVED' },
  { key: 'event_ticket', language: 'en', state: 'APPROVED' },
  { key: 'payment_reminder', language: 'pt_BR', state: 'APPROVED' },
  { key: 'password_code', language: 'en', state: 'APPROVED' },
  { key: 'invoice', language: 'en', state: 'PENDING' },
  { key: 'feedback_request', language: 'en', state: 'DRAFT' },
  { key: 'welcome', language: 'es', state: 'DRAFT' },
];
