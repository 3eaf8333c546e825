import type { AlertLanguage } from '../alerts/alert-settings.js';

interface Words {
  subject: string;
  greeting: (name: string) => string;
  ask: string;
  limits: string;
}

const WORDS: Record<AlertLanguage, Words> = {
  en: {
    subject: 'Choose a new password for Parley',
    greeting: (name) => `Hello ${name},`,
    ask: 'somebody, we hope you, asked for a new password. Choose it here:',
    limits: 'The link counts once, for an hour. If it was not you, do nothing: your password stays as it is.',
  },
  de: {
    subject: 'Wählen Sie ein neues Passwort für Parley',
    greeting: (name) => `Guten Tag ${name},`,
    ask: 'jemand, hoffentlich Sie, hat ein neues Passwort angefordert. Hier wählen Sie es:',
    limits:
      'Der Link gilt einmal, eine Stunde lang. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
  },
  es: {
    subject: 'Elija una nueva contraseña para Parley',
    greeting: (name) => `Hola, ${name}:`,
    ask: 'alguien, esperamos que usted, ha pedido una contraseña nueva. Elíjala aquí:',
    limits: 'El enlace vale una vez, durante una hora. Si no fue usted, no haga nada: su contraseña no cambia.',
  },
  'pt-BR': {
    subject: 'Escolha uma nova senha para o Parley',
    greeting: (name) => `Olá, ${name},`,
    ask: 'alguém, esperamos que você, pediu uma nova senha. Escolha aqui:',
    limits: 'O link vale uma vez, por uma hora. Se não foi você, não faça nada: sua senha continua a mesma.',
  },
  ar: {
    subject: 'اختر كلمة مرور جديدة لـ Parley',
    greeting: (name) => `مرحبًا ${name}،`,
    ask: 'طلب أحدهم، ونأمل أن يكون أنت، كلمة مرور جديدة. اخترها هنا:',
    limits: 'يصلح الرابط مرة واحدة ولمدة ساعة. إن لم تكن أنت من طلب فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.',
  },
};

/** An e-mail with the link by which a person chooses a new password. Text alone. */
export function resetMail(
  { name, language }: { name: string; language: AlertLanguage },
  link: string,
): { subject: string; text: string } {
  const { subject, greeting, ask, limits } = WORDS[language];
  const lines = [greeting(name.replaceAll(/\s+/g, ' ').trim()), '', ask, '', link, '', limits];
  return { subject, text: `${lines.join('\n')}\n` };
}
