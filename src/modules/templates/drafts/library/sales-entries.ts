import { bodyField, headerField, link, linkField, replies, type LibraryEntry } from './library-entry.js';

const NAME = bodyField('1', 'contact.name', 'Pablo');

/** From the offer to the payment. */
export const SALES_ENTRIES: LibraryEntry[] = [
  {
    key: 'quotation',
    category: 'UTILITY',
    modelKey: 'quotation',
    phoneField: 'contact.phone',
    buttons: replies(2),
    variables: [
      headerField('number', 'Q-2041'),
      NAME,
      bodyField('2', 'total', '€1,280.00'),
      bodyField('3', 'valid_until', '31 May 2027'),
    ],
    texts: {
      en: {
        title: 'Quotation',
        header: 'Quotation {{1}}',
        body: 'Hello {{1}}, here is the quotation that you asked for. It comes to {{2}} and is valid until {{3}}. Would you like to go ahead?',
        footer: 'Reply here if you have questions',
        buttons: ['Accept', 'I have a question'],
      },
      de: {
        title: 'Angebot',
        header: 'Angebot {{1}}',
        body: 'Hallo {{1}}, hier ist das gewünschte Angebot. Es beträgt {{2}} und gilt bis zum {{3}}. Möchten Sie es annehmen?',
        footer: 'Bei Fragen antworten Sie einfach hier',
        buttons: ['Annehmen', 'Ich habe eine Frage'],
      },
      es: {
        title: 'Presupuesto',
        header: 'Presupuesto {{1}}',
        body: 'Hola {{1}}, este es el presupuesto que nos pidió. El total es de {{2}} y es válido hasta el {{3}}. ¿Desea continuar?',
        footer: 'Responda aquí si tiene preguntas',
        buttons: ['Aceptar', 'Tengo una pregunta'],
      },
      pt_BR: {
        title: 'Orçamento',
        header: 'Orçamento {{1}}',
        body: 'Olá {{1}}, aqui está o orçamento que você pediu. O total é {{2}} e ele vale até {{3}}. Podemos seguir em frente?',
        footer: 'Responda aqui se tiver dúvidas',
        buttons: ['Aceitar', 'Tenho uma dúvida'],
      },
    },
  },
  {
    key: 'order_confirmation',
    category: 'UTILITY',
    modelKey: 'order',
    phoneField: 'contact.phone',
    buttons: [],
    variables: [NAME, bodyField('2', 'number', '860198'), bodyField('3', 'total', '€49.90')],
    texts: {
      en: {
        title: 'Order confirmation',
        header: 'Order confirmed',
        body: 'Thank you, {{1}}! We have received your order {{2}} over {{3}}. We will write to you as soon as it is on its way.',
      },
      de: {
        title: 'Bestellbestätigung',
        header: 'Bestellung bestätigt',
        body: 'Vielen Dank, {{1}}! Ihre Bestellung {{2}} über {{3}} ist bei uns eingegangen. Wir melden uns, sobald sie unterwegs ist.',
      },
      es: {
        title: 'Confirmación de pedido',
        header: 'Pedido confirmado',
        body: '¡Gracias, {{1}}! Hemos recibido su pedido {{2}} por {{3}}. Le escribiremos en cuanto esté en camino.',
      },
      pt_BR: {
        title: 'Confirmação de pedido',
        header: 'Pedido confirmado',
        body: 'Obrigado, {{1}}! Recebemos o seu pedido {{2}} no valor de {{3}}. Avisaremos assim que ele estiver a caminho.',
      },
    },
  },
  {
    key: 'invoice',
    category: 'UTILITY',
    modelKey: 'invoice',
    phoneField: 'contact.phone',
    buttons: [link('https://billing.example.com/invoices/{{1}}')],
    variables: [
      headerField('number', 'INV-3007'),
      NAME,
      bodyField('2', 'total', '€240.00'),
      bodyField('3', 'due_date', '14 June 2027'),
      linkField(0, 'number', 'INV-3007'),
    ],
    texts: {
      en: {
        title: 'Invoice',
        header: 'Invoice {{1}}',
        body: 'Hello {{1}}, your invoice over {{2}} is ready. Please pay it by {{3}}. You can open and pay it with the button below.',
        buttons: ['Open invoice'],
      },
      de: {
        title: 'Rechnung',
        header: 'Rechnung {{1}}',
        body: 'Hallo {{1}}, Ihre Rechnung über {{2}} ist da. Bitte begleichen Sie sie bis zum {{3}}. Über den Knopf unten können Sie sie öffnen und bezahlen.',
        buttons: ['Rechnung öffnen'],
      },
      es: {
        title: 'Factura',
        header: 'Factura {{1}}',
        body: 'Hola {{1}}, su factura por {{2}} está lista. Por favor, páguela antes del {{3}}. Puede abrirla y pagarla con el botón de abajo.',
        buttons: ['Abrir factura'],
      },
      pt_BR: {
        title: 'Fatura',
        header: 'Fatura {{1}}',
        body: 'Olá {{1}}, a sua fatura de {{2}} está pronta. O vencimento é em {{3}}. Você pode abri-la e pagá-la pelo botão abaixo.',
        buttons: ['Abrir fatura'],
      },
    },
  },
  {
    key: 'receipt',
    category: 'UTILITY',
    modelKey: 'invoice',
    phoneField: 'contact.phone',
    buttons: [],
    variables: [NAME, bodyField('2', 'total', '€240.00'), bodyField('3', 'number', 'INV-3007')],
    texts: {
      en: {
        title: 'Receipt',
        header: 'Payment received',
        body: 'Thank you, {{1}}. We have received your payment of {{2}} for invoice {{3}}. Nothing more is left to do.',
      },
      de: {
        title: 'Zahlungseingang',
        header: 'Zahlung erhalten',
        body: 'Vielen Dank, {{1}}. Ihre Zahlung von {{2}} für die Rechnung {{3}} ist eingegangen. Es ist nichts weiter zu tun.',
      },
      es: {
        title: 'Recibo',
        header: 'Pago recibido',
        body: 'Gracias, {{1}}. Hemos recibido su pago de {{2}} por la factura {{3}}. No tiene que hacer nada más.',
      },
      pt_BR: {
        title: 'Recibo',
        header: 'Pagamento recebido',
        body: 'Obrigado, {{1}}. Recebemos o seu pagamento de {{2}} referente à fatura {{3}}. Não é preciso fazer mais nada.',
      },
    },
  },
  {
    key: 'payment_reminder',
    category: 'UTILITY',
    modelKey: 'invoice',
    phoneField: 'contact.phone',
    buttons: replies(2),
    variables: [
      NAME,
      bodyField('2', 'number', 'INV-3007'),
      bodyField('3', 'total', '€240.00'),
      bodyField('4', 'due_date', '14 June 2027'),
    ],
    texts: {
      en: {
        title: 'Payment reminder',
        header: 'Friendly reminder',
        body: 'Hello {{1}}, we have not yet seen a payment for invoice {{2}} over {{3}}, which is due on {{4}}. If you have paid already, please ignore this message.',
        buttons: ['I have paid', 'I need more time'],
      },
      de: {
        title: 'Zahlungserinnerung',
        header: 'Freundliche Erinnerung',
        body: 'Hallo {{1}}, für die Rechnung {{2}} über {{3}}, fällig am {{4}}, haben wir noch keine Zahlung gesehen. Falls Sie schon bezahlt haben, ist diese Nachricht hinfällig.',
        buttons: ['Ich habe bezahlt', 'Ich brauche mehr Zeit'],
      },
      es: {
        title: 'Recordatorio de pago',
        header: 'Recordatorio de pago',
        body: 'Hola {{1}}, todavía no hemos recibido el pago de la factura {{2}} por {{3}}, que vence el {{4}}. Si ya ha pagado, no tenga en cuenta este mensaje.',
        buttons: ['Ya he pagado', 'Necesito más tiempo'],
      },
      pt_BR: {
        title: 'Lembrete de pagamento',
        header: 'Lembrete de pagamento',
        body: 'Olá {{1}}, ainda não identificamos o pagamento da fatura {{2}} de {{3}}, com vencimento em {{4}}. Se você já pagou, desconsidere esta mensagem.',
        buttons: ['Já paguei', 'Preciso de mais tempo'],
      },
    },
  },
  {
    key: 'shipping_update',
    category: 'UTILITY',
    modelKey: 'order',
    phoneField: 'contact.phone',
    buttons: [link('https://tracking.example.com/p/{{1}}')],
    variables: [
      NAME,
      bodyField('2', 'number', '860198'),
      bodyField('3', 'delivery_date', '3 May 2027'),
      linkField(0, 'tracking_code', 'ZX81-7'),
    ],
    texts: {
      en: {
        title: 'Shipping update',
        header: 'Your order is on its way',
        body: 'Good news, {{1}}: your order {{2}} has left our warehouse. It should reach you on {{3}}. You can follow it with the button below.',
        buttons: ['Track parcel'],
      },
      de: {
        title: 'Versandmitteilung',
        header: 'Ihre Bestellung ist unterwegs',
        body: 'Gute Nachrichten, {{1}}: Ihre Bestellung {{2}} hat unser Lager verlassen. Sie kommt voraussichtlich am {{3}} an. Über den Knopf unten können Sie sie verfolgen.',
        buttons: ['Paket verfolgen'],
      },
      es: {
        title: 'Aviso de envío',
        header: 'Su pedido está en camino',
        body: 'Buenas noticias, {{1}}: su pedido {{2}} ha salido de nuestro almacén. Llegará previsiblemente el {{3}}. Puede seguirlo con el botón de abajo.',
        buttons: ['Seguir paquete'],
      },
      pt_BR: {
        title: 'Aviso de envio',
        header: 'Seu pedido está a caminho',
        body: 'Boas notícias, {{1}}: o seu pedido {{2}} saiu do nosso estoque. A entrega está prevista para {{3}}. Você pode acompanhá-lo pelo botão abaixo.',
        buttons: ['Rastrear pacote'],
      },
    },
  },
  {
    key: 'delivery_confirmation',
    category: 'UTILITY',
    modelKey: 'order',
    phoneField: 'contact.phone',
    buttons: replies(2),
    variables: [NAME, bodyField('2', 'number', '860198')],
    texts: {
      en: {
        title: 'Delivery confirmation',
        header: 'Delivered',
        body: 'Hello {{1}}, your order {{2}} has been delivered. Is everything as you expected?',
        buttons: ['All is well', 'There is a problem'],
      },
      de: {
        title: 'Zustellung',
        header: 'Zugestellt',
        body: 'Hallo {{1}}, Ihre Bestellung {{2}} wurde zugestellt. Ist alles wie erwartet?',
        buttons: ['Alles in Ordnung', 'Es gibt ein Problem'],
      },
      es: {
        title: 'Entrega',
        header: 'Entregado',
        body: 'Hola {{1}}, su pedido {{2}} ha sido entregado. ¿Está todo como esperaba?',
        buttons: ['Todo bien', 'Hay un problema'],
      },
      pt_BR: {
        title: 'Entrega',
        header: 'Entregue',
        body: 'Olá {{1}}, o seu pedido {{2}} foi entregue. Está tudo como você esperava?',
        buttons: ['Tudo certo', 'Há um problema'],
      },
    },
  },
];
