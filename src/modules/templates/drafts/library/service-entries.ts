import { bodyField, bodyText, headerField, replies, type LibraryEntry } from './library-entry.js';

const NAME = bodyField('1', 'contact.name', 'Pablo');

/** Appointments, events, support, and getting to know each other. */
export const SERVICE_ENTRIES: LibraryEntry[] = [
  {
    key: 'appointment_confirmation',
    category: 'UTILITY',
    modelKey: 'appointment',
    phoneField: 'contact.phone',
    buttons: [],
    variables: [
      NAME,
      bodyField('2', 'service', 'Garden consultation'),
      bodyField('3', 'starts_at', '3 May 2027, 10:30'),
    ],
    texts: {
      en: {
        title: 'Appointment confirmation',
        header: 'Your appointment',
        body: 'Hello {{1}}, your appointment is booked: {{2}} on {{3}}. We look forward to seeing you.',
      },
      de: {
        title: 'Terminbestätigung',
        header: 'Ihr Termin',
        body: 'Hallo {{1}}, Ihr Termin ist gebucht: {{2}} am {{3}}. Wir freuen uns auf Sie.',
      },
      es: {
        title: 'Confirmación de cita',
        header: 'Su cita',
        body: 'Hola {{1}}, su cita está reservada: {{2}} el {{3}}. Le esperamos con mucho gusto.',
      },
      pt_BR: {
        title: 'Confirmação de agendamento',
        header: 'Seu agendamento',
        body: 'Olá {{1}}, o seu horário está marcado: {{2}} em {{3}}. Esperamos por você.',
      },
    },
  },
  {
    key: 'appointment_reminder',
    category: 'UTILITY',
    modelKey: 'appointment',
    phoneField: 'contact.phone',
    buttons: replies(2),
    variables: [
      NAME,
      bodyField('2', 'service', 'Garden consultation'),
      bodyField('3', 'starts_at', '3 May 2027, 10:30'),
    ],
    texts: {
      en: {
        title: 'Appointment reminder',
        header: 'See you soon',
        body: 'Hello {{1}}, this is a reminder of your appointment: {{2}} on {{3}}. Can you make it?',
        buttons: ['I will be there', 'Another time'],
      },
      de: {
        title: 'Terminerinnerung',
        header: 'Bis bald',
        body: 'Hallo {{1}}, wir erinnern an Ihren Termin: {{2}} am {{3}}. Bleibt es dabei?',
        buttons: ['Ich komme', 'Anderer Termin'],
      },
      es: {
        title: 'Recordatorio de cita',
        header: 'Hasta pronto',
        body: 'Hola {{1}}, le recordamos su cita: {{2}} el {{3}}. ¿Podrá venir?',
        buttons: ['Allí estaré', 'Otra fecha'],
      },
      pt_BR: {
        title: 'Lembrete de agendamento',
        header: 'Até breve',
        body: 'Olá {{1}}, lembramos do seu horário: {{2}} em {{3}}. Você poderá vir?',
        buttons: ['Estarei lá', 'Outro horário'],
      },
    },
  },
  {
    key: 'event_ticket',
    category: 'UTILITY',
    modelKey: 'event_ticket',
    phoneField: 'contact.phone',
    buttons: [],
    variables: [
      headerField('event', 'Cactus Fair'),
      NAME,
      bodyField('2', 'code', 'T-7781'),
      bodyField('3', 'starts_at', '12 June 2027, 18:00'),
      bodyField('4', 'venue', 'Botanical Garden'),
    ],
    texts: {
      en: {
        title: 'Event ticket',
        header: 'Your ticket: {{1}}',
        body: 'Hello {{1}}, your ticket number is {{2}}. Doors open on {{3}} at the venue {{4}}. Please show this message at the entrance.',
      },
      de: {
        title: 'Eintrittskarte',
        header: 'Ihre Karte: {{1}}',
        body: 'Hallo {{1}}, Ihre Karte hat die Nummer {{2}}. Einlass ist am {{3}}, Ort: {{4}}. Bitte zeigen Sie diese Nachricht am Eingang vor.',
      },
      es: {
        title: 'Entrada',
        header: 'Su entrada: {{1}}',
        body: 'Hola {{1}}, su entrada tiene el número {{2}}. Las puertas se abren el {{3}} en el recinto {{4}}. Muestre este mensaje en la entrada.',
      },
      pt_BR: {
        title: 'Ingresso',
        header: 'Seu ingresso: {{1}}',
        body: 'Olá {{1}}, o número do seu ingresso é {{2}}. Os portões abrem em {{3}}, local: {{4}}. Mostre esta mensagem na entrada.',
      },
    },
  },
  {
    key: 'feedback_request',
    category: 'UTILITY',
    modelKey: 'order',
    phoneField: 'contact.phone',
    buttons: replies(3),
    variables: [NAME, bodyField('2', 'number', '860198')],
    texts: {
      en: {
        title: 'Feedback',
        body: 'Hello {{1}}, how satisfied are you with your order {{2}}? One tap is enough, and it helps us to do better.',
        buttons: ['Very satisfied', 'It was all right', 'Not satisfied'],
      },
      de: {
        title: 'Rückmeldung',
        body: 'Hallo {{1}}, wie zufrieden sind Sie mit Ihrer Bestellung {{2}}? Ein Fingertipp genügt und hilft uns, besser zu werden.',
        buttons: ['Sehr zufrieden', 'Es war in Ordnung', 'Nicht zufrieden'],
      },
      es: {
        title: 'Opinión',
        body: 'Hola {{1}}, ¿qué tan satisfecho está con su pedido {{2}}? Basta con un toque, y nos ayuda a mejorar.',
        buttons: ['Muy satisfecho', 'Estuvo bien', 'No satisfecho'],
      },
      pt_BR: {
        title: 'Opinião',
        body: 'Olá {{1}}, qual é a sua satisfação com o pedido {{2}}? Basta um toque, e isso nos ajuda a melhorar.',
        buttons: ['Muito satisfeito', 'Foi bom', 'Insatisfeito'],
      },
    },
  },
  {
    key: 'support_follow_up',
    category: 'UTILITY',
    modelKey: 'support_ticket',
    phoneField: 'contact.phone',
    buttons: replies(2),
    variables: [NAME, bodyField('2', 'number', 'S-512'), bodyField('3', 'subject', 'Broken pot')],
    texts: {
      en: {
        title: 'Support follow-up',
        header: 'Your request',
        body: 'Hello {{1}}, about your request {{2}} ({{3}}): we think that it is solved. Do you see it the same way?',
        buttons: ['Yes, solved', 'Not yet'],
      },
      de: {
        title: 'Rückfrage zum Anliegen',
        header: 'Ihr Anliegen',
        body: 'Hallo {{1}}, zu Ihrem Anliegen {{2}} ({{3}}): Wir denken, dass es gelöst ist. Sehen Sie das auch so?',
        buttons: ['Ja, gelöst', 'Noch nicht'],
      },
      es: {
        title: 'Seguimiento de soporte',
        header: 'Su solicitud',
        body: 'Hola {{1}}, sobre su solicitud {{2}} ({{3}}): creemos que está resuelta. ¿Lo ve usted igual?',
        buttons: ['Sí, resuelta', 'Todavía no'],
      },
      pt_BR: {
        title: 'Acompanhamento de suporte',
        header: 'Sua solicitação',
        body: 'Olá {{1}}, sobre a sua solicitação {{2}} ({{3}}): acreditamos que está resolvida. Você concorda?',
        buttons: ['Sim, resolvida', 'Ainda não'],
      },
    },
  },
  {
    key: 'support_received',
    category: 'UTILITY',
    modelKey: 'support_ticket',
    phoneField: 'contact.phone',
    buttons: [],
    variables: [NAME, bodyField('2', 'subject', 'Broken pot'), bodyField('3', 'number', 'S-512')],
    texts: {
      en: {
        title: 'Request received',
        header: 'We are on it',
        body: 'Hello {{1}}, thank you for telling us about "{{2}}". Your request has the number {{3}}, and we will come back to you within one working day.',
      },
      de: {
        title: 'Anliegen eingegangen',
        header: 'Wir kümmern uns',
        body: 'Hallo {{1}}, danke für Ihre Nachricht zu "{{2}}". Ihr Anliegen hat die Nummer {{3}}, und wir melden uns innerhalb eines Werktages.',
      },
      es: {
        title: 'Solicitud recibida',
        header: 'Estamos en ello',
        body: 'Hola {{1}}, gracias por escribirnos sobre "{{2}}". Su solicitud tiene el número {{3}}, y le responderemos en un día laborable.',
      },
      pt_BR: {
        title: 'Solicitação recebida',
        header: 'Estamos cuidando disso',
        body: 'Olá {{1}}, obrigado por escrever sobre "{{2}}". A sua solicitação tem o número {{3}}, e voltaremos a falar em até um dia útil.',
      },
    },
  },
  {
    key: 'password_code',
    category: 'AUTHENTICATION',
    modelKey: 'contact',
    phoneField: 'phone',
    buttons: [],
    variables: [bodyText('1', '482913')],
    texts: {
      en: { title: 'One-time code', body: '', buttons: ['Copy code'] },
      de: { title: 'Einmalcode', body: '', buttons: ['Code kopieren'] },
      es: { title: 'Código de un solo uso', body: '', buttons: ['Copiar código'] },
      pt_BR: { title: 'Código de uso único', body: '', buttons: ['Copiar código'] },
    },
  },
];
