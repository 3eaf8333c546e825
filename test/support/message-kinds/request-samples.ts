import { long, type MessageKindSample } from './sample.js';

export const AN_ORDER = {
  body: 'Please pay your plants.',
  referenceId: 'order-1',
  goodsType: 'PHYSICAL' as const,
  currency: 'INR',
  paymentType: 'upi',
  paymentConfiguration: 'garden-payments',
  items: [{ productId: 'aloe', name: 'Aloe', price: '15.00', salePrice: '10', quantity: 2 }],
  tax: { amount: '1.5', description: 'VAT' },
  shipping: { amount: '4.90' },
  discount: { amount: '0.40', description: 'Regular customer', programName: 'Green thumb' },
};

export const REQUEST_SAMPLES: readonly MessageKindSample[] = [
  {
    kind: 'Call permission request',
    input: 'callPermissionRequest',
    schema: 'InteractiveMessage',
    content: () => ({ callPermissionRequest: { body: 'May we call you?' } }),
    bad: {
      content: { callPermissionRequest: { body: long(1_025) } },
      code: 'TOO_LONG',
      path: 'callPermissionRequest.body',
    },
    sent: {
      type: 'call_permission_request',
      body: { text: 'May we call you?' },
      action: { name: 'call_permission_request' },
    },
    shown: { interactiveKind: 'CALL_PERMISSION_REQUEST', interactiveBody: 'May we call you?' },
  },
  {
    kind: 'Call button',
    input: 'callButton',
    schema: 'InteractiveMessage',
    unlisted: 'voice_call',
    content: () => ({ callButton: { body: 'Call us', label: 'Call now', ttlMinutes: 100, payload: 'garden' } }),
    bad: {
      content: { callButton: { body: 'b', ttlMinutes: 43_201 } },
      code: 'INVALID_INPUT',
      path: 'callButton.ttlMinutes',
    },
    sent: {
      type: 'voice_call',
      action: { name: 'voice_call', parameters: { display_text: 'Call now', ttl_minutes: 100, payload: 'garden' } },
    },
    shown: {
      interactiveKind: 'CALL_BUTTON',
      callButton: { label: 'Call now', ttlMinutes: 100, payload: 'garden' },
      options: [{ title: 'Call now' }],
    },
  },
  {
    kind: 'Address request',
    input: 'addressRequest',
    schema: 'InteractiveMessage',
    unlisted: 'address_message',
    content: () => ({
      addressRequest: {
        body: 'Where shall it go?',
        country: 'IN',
        values: [{ field: 'NAME', value: 'Asha' }],
        savedAddresses: [{ addressId: 'home', values: [{ field: 'CITY', value: 'Pune' }] }],
        problems: [{ field: 'IN_PIN_CODE', value: 'This is no PIN code of Pune.' }],
      },
    }),
    bad: {
      content: { addressRequest: { body: 'b', country: 'DE' } },
      code: 'INVALID_INPUT',
      path: 'addressRequest.country',
    },
    sent: {
      type: 'address_message',
      action: {
        name: 'address_message',
        parameters: {
          country: 'IN',
          values: { name: 'Asha' },
          saved_addresses: [{ id: 'home', value: { city: 'Pune' } }],
          validation_errors: { in_pin_code: 'This is no PIN code of Pune.' },
        },
      },
    },
    shown: {
      interactiveKind: 'ADDRESS_REQUEST',
      addressRequest: {
        country: 'IN',
        values: [{ field: 'NAME', value: 'Asha' }],
        savedAddresses: [{ addressId: 'home', values: [{ field: 'CITY', value: 'Pune' }] }],
        problems: [{ field: 'IN_PIN_CODE' }],
      },
    },
  },
  {
    kind: 'Contact information request',
    input: 'contactRequest',
    schema: 'InteractiveMessage',
    unlisted: 'request_contact_info',
    content: () => ({ contactRequest: { body: 'What is your number?' } }),
    bad: { content: { contactRequest: { body: ' ' } }, code: 'REQUIRED', path: 'contactRequest.body' },
    sent: { type: 'request_contact_info', action: { name: 'request_contact_info' } },
    shown: { interactiveKind: 'CONTACT_REQUEST' },
  },
  {
    kind: 'Order details',
    input: 'orderDetails',
    schema: 'InteractiveMessage',
    unlisted: 'order_details',
    content: ({ picture }) => ({ orderDetails: { ...AN_ORDER, headerMediaId: picture } }),
    bad: {
      content: { orderDetails: { ...AN_ORDER, tax: { amount: '1.505' } } },
      code: 'INVALID_FORMAT',
      path: 'orderDetails.tax.amount',
    },
    sent: {
      type: 'order_details',
      header: { type: 'image' },
      action: {
        name: 'review_and_pay',
        parameters: {
          reference_id: 'order-1',
          type: 'physical-goods',
          payment_type: 'upi',
          payment_configuration: 'garden-payments',
          currency: 'INR',
          total_amount: { value: 2_600, offset: 100 },
          order: {
            status: 'pending',
            items: [
              {
                retailer_id: 'aloe',
                name: 'Aloe',
                amount: { value: 1_500, offset: 100 },
                sale_amount: { value: 1_000, offset: 100 },
                quantity: 2,
              },
            ],
            subtotal: { value: 2_000, offset: 100 },
            tax: { value: 150, offset: 100, description: 'VAT' },
            shipping: { value: 490, offset: 100 },
            discount: { value: 40, description: 'Regular customer', discount_program_name: 'Green thumb' },
          },
        },
      },
    },
    shown: {
      interactiveKind: 'ORDER_DETAILS',
      order: {
        referenceId: 'order-1',
        status: 'PENDING',
        items: [{ name: 'Aloe', quantity: 2, price: '15.00', salePrice: '10' }],
        subtotal: '20.00',
        totalAmount: '26.00',
        discount: { programName: 'Green thumb' },
      },
    },
  },
  {
    kind: 'Order details, the total alone',
    input: 'orderDetails',
    schema: 'InteractiveMessage',
    unlisted: 'order_details',
    content: () => ({
      orderDetails: {
        body: 'Please pay.',
        referenceId: 'order-2',
        goodsType: 'DIGITAL',
        currency: 'BRL',
        paymentType: 'br',
        totalAmount: '500',
        paymentSettings: [
          { paymentLink: 'https://pay.example/2' },
          { pix: { code: '000201', merchantName: 'Garden', key: '39580525000189', keyType: 'CNPJ' } },
          { boleto: '03399026944140000002628346101018898510000008848' },
        ],
      },
    }),
    bad: {
      content: { orderDetails: { ...AN_ORDER, items: null } },
      code: 'REQUIRED',
      path: 'orderDetails.items',
    },
    sent: {
      action: {
        name: 'review_and_pay',
        parameters: {
          type: 'digital-goods',
          total_amount: { value: 50_000, offset: 100 },
          payment_settings: [
            { type: 'payment_link', payment_link: { uri: 'https://pay.example/2' } },
            {
              type: 'pix_dynamic_code',
              pix_dynamic_code: { code: '000201', merchant_name: 'Garden', key: '39580525000189', key_type: 'CNPJ' },
            },
            { type: 'boleto', boleto: { digitable_line: '03399026944140000002628346101018898510000008848' } },
          ],
        },
      },
    },
    shown: {
      order: {
        totalAmount: '500',
        items: [],
        paymentSettings: [
          { type: 'PAYMENT_LINK', paymentLink: 'https://pay.example/2' },
          { type: 'PIX' },
          { type: 'BOLETO' },
        ],
      },
    },
  },
  {
    kind: 'Order status',
    input: 'orderStatus',
    schema: 'InteractiveMessage',
    unlisted: 'order_status',
    content: () => ({
      orderStatus: { body: 'It is on its way.', referenceId: 'order-1', status: 'SHIPPED', description: 'By bike' },
    }),
    bad: {
      content: { orderStatus: { body: 'b', referenceId: long(36), status: 'SHIPPED' } },
      code: 'TOO_LONG',
      path: 'orderStatus.referenceId',
    },
    sent: {
      type: 'order_status',
      action: {
        name: 'review_order',
        parameters: { reference_id: 'order-1', order: { status: 'shipped', description: 'By bike' } },
      },
    },
    shown: { order: { referenceId: 'order-1', status: 'SHIPPED', description: 'By bike', currency: null } },
  },
];
