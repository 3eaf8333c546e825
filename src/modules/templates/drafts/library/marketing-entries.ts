import { bodyField, bodyText, replies, type LibraryEntry } from './library-entry.js';

/** What needs the customer's consent. */
export const MARKETING_ENTRIES: LibraryEntry[] = [
  {
    key: 'welcome',
    category: 'MARKETING',
    modelKey: 'contact',
    phoneField: 'phone',
    buttons: replies(2),
    variables: [bodyField('1', 'name', 'Pablo')],
    texts: {
      en: {
        title: 'Welcome',
        header: 'Welcome!',
        body: 'Hello {{1}}, it is good to have you with us. From now on you can write to us here, and a real person will answer.',
        footer: 'Reply STOP to get no more offers',
        buttons: ['I have a question', 'Show me around'],
      },
      de: {
        title: 'Willkommen',
        header: 'Willkommen!',
        body: 'Hallo {{1}}, schön, dass Sie da sind. Ab jetzt können Sie uns hier schreiben, und ein Mensch antwortet Ihnen.',
        footer: 'Mit STOPP erhalten Sie keine Angebote mehr',
        buttons: ['Ich habe eine Frage', 'Zeigen Sie mir alles'],
      },
      es: {
        title: 'Bienvenida',
        header: '¡Bienvenido!',
        body: 'Hola {{1}}, nos alegra tenerle con nosotros. Desde ahora puede escribirnos aquí, y le responderá una persona de verdad.',
        footer: 'Responda ALTO para no recibir más ofertas',
        buttons: ['Tengo una pregunta', 'Muéstreme más'],
      },
      pt_BR: {
        title: 'Boas-vindas',
        header: 'Boas-vindas!',
        body: 'Olá {{1}}, é um prazer ter você conosco. A partir de agora você pode nos escrever aqui, e uma pessoa de verdade vai responder.',
        footer: 'Responda PARAR para não receber ofertas',
        buttons: ['Tenho uma dúvida', 'Quero conhecer mais'],
      },
    },
  },
  {
    key: 'event_invitation',
    category: 'MARKETING',
    modelKey: 'contact',
    phoneField: 'phone',
    buttons: replies(2),
    variables: [bodyField('1', 'name', 'Pablo'), bodyText('2', 'our cactus fair'), bodyText('3', '12 June, 18:00')],
    texts: {
      en: {
        title: 'Invitation',
        header: 'You are invited',
        body: 'Hello {{1}}, we would love to see you at {{2}}, on {{3}}. Admission is free. Will you come?',
        footer: 'Reply STOP to get no more offers',
        buttons: ['I will come', 'Not this time'],
      },
      de: {
        title: 'Einladung',
        header: 'Sie sind eingeladen',
        body: 'Hallo {{1}}, wir würden uns sehr freuen, Sie zu sehen: {{2}}, am {{3}}. Der Eintritt ist frei. Kommen Sie?',
        footer: 'Mit STOPP erhalten Sie keine Angebote mehr',
        buttons: ['Ich komme', 'Diesmal nicht'],
      },
      es: {
        title: 'Invitación',
        header: 'Está invitado',
        body: 'Hola {{1}}, nos encantaría verle en {{2}}, el {{3}}. La entrada es gratuita. ¿Vendrá?',
        footer: 'Responda ALTO para no recibir más ofertas',
        buttons: ['Iré', 'Esta vez no'],
      },
      pt_BR: {
        title: 'Convite',
        header: 'Você está convidado',
        body: 'Olá {{1}}, gostaríamos muito de ver você em {{2}}, no dia {{3}}. A entrada é gratuita. Você vem?',
        footer: 'Responda PARAR para não receber ofertas',
        buttons: ['Eu vou', 'Desta vez não'],
      },
    },
  },
  {
    key: 'back_in_stock',
    category: 'MARKETING',
    modelKey: 'contact',
    phoneField: 'phone',
    buttons: replies(1),
    variables: [bodyField('1', 'name', 'Pablo'), bodyText('2', 'Aloe Blue Elf')],
    texts: {
      en: {
        title: 'Back in stock',
        header: 'Back in stock',
        body: 'Hello {{1}}, you asked us about {{2}}: it is here again, while stocks last. Shall we put one aside for you?',
        footer: 'Reply STOP to get no more offers',
        buttons: ['Yes, please'],
      },
      de: {
        title: 'Wieder da',
        header: 'Wieder da',
        body: 'Hallo {{1}}, Sie hatten nach {{2}} gefragt: Es ist wieder da, solange der Vorrat reicht. Sollen wir eines für Sie zurücklegen?',
        footer: 'Mit STOPP erhalten Sie keine Angebote mehr',
        buttons: ['Ja, bitte'],
      },
      es: {
        title: 'De nuevo disponible',
        header: 'De nuevo disponible',
        body: 'Hola {{1}}, nos preguntó por {{2}}: ya lo tenemos otra vez, hasta agotar existencias. ¿Le reservamos uno?',
        footer: 'Responda ALTO para no recibir más ofertas',
        buttons: ['Sí, por favor'],
      },
      pt_BR: {
        title: 'De volta ao estoque',
        header: 'De volta ao estoque',
        body: 'Olá {{1}}, você nos perguntou sobre {{2}}: chegou de novo, enquanto durar o estoque. Quer que a gente separe um para você?',
        footer: 'Responda PARAR para não receber ofertas',
        buttons: ['Sim, por favor'],
      },
    },
  },
];
