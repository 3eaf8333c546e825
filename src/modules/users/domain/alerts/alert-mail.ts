import type { AlertLanguage } from './alert-settings.js';

/** Whom an e-mail is for. */
export interface Reader {
  name: string;
  language: AlertLanguage;
  /** Where this server is, without a slash at the end. */
  publicUrl: string;
}

interface Words {
  subject: (count: number) => string;
  greeting: (name: string) => string;
  waiting: (count: number) => string;
  more: (count: number) => string;
  why: string;
  test: string;
}

const WORDS: Record<AlertLanguage, Words> = {
  en: {
    subject: (count) => (count === 1 ? 'Something waits for you in Parley' : `${count} things wait for you in Parley`),
    greeting: (name) => `Hello ${name},`,
    waiting: (count) => (count === 1 ? 'this waits for you:' : 'these wait for you:'),
    more: (count) => `and ${count} more`,
    why: 'You chose to be told by e-mail of what you have not read. Change it in your profile:',
    test: 'This is a test: Parley reaches you here.',
  },
  de: {
    subject: (count) => (count === 1 ? 'In Parley wartet etwas auf Sie' : `In Parley warten ${count} Dinge auf Sie`),
    greeting: (name) => `Guten Tag ${name},`,
    waiting: () => 'das wartet auf Sie:',
    more: (count) => `und ${count} mehr`,
    why: 'Sie haben gewählt, per E-Mail zu erfahren, was Sie nicht gelesen haben. In Ihrem Profil ändern Sie das:',
    test: 'Das ist ein Test: Parley erreicht Sie hier.',
  },
  es: {
    subject: (count) => (count === 1 ? 'Algo le espera en Parley' : `${count} avisos le esperan en Parley`),
    greeting: (name) => `Hola, ${name}:`,
    waiting: () => 'esto le espera:',
    more: (count) => `y ${count} más`,
    why: 'Eligió recibir por correo lo que no ha leído. Puede cambiarlo en su perfil:',
    test: 'Esto es una prueba: Parley le llega aquí.',
  },
  'pt-BR': {
    subject: (count) => (count === 1 ? 'Algo espera por você no Parley' : `${count} avisos esperam por você no Parley`),
    greeting: (name) => `Olá, ${name},`,
    waiting: () => 'isto espera por você:',
    more: (count) => `e mais ${count}`,
    why: 'Você escolheu receber por e-mail o que não leu. Altere isso no seu perfil:',
    test: 'Isto é um teste: o Parley chega até você aqui.',
  },
  ar: {
    subject: (count) => (count === 1 ? 'هناك ما ينتظرك في Parley' : `هناك ${count} إشعارات تنتظرك في Parley`),
    greeting: (name) => `مرحبًا ${name}،`,
    waiting: () => 'هذا ما ينتظرك:',
    more: (count) => `و${count} غيرها`,
    why: 'اخترت أن تصلك بالبريد الإشعارات التي لم تقرأها. يمكنك تغيير ذلك في ملفك الشخصي:',
    test: 'هذا اختبار: تصلك رسائل Parley هنا.',
  },
};

const MAX_NAMED = 20;

/** An e-mail about what a person has not read: who wrote, and no word of what. Text alone, so that nothing in it can run. */
export function alertMail(
  { name, language, publicUrl }: Reader,
  titles: readonly string[],
): { subject: string; text: string } {
  const words = WORDS[language];
  const named = [...new Set(titles.map(inOneLine))].slice(0, MAX_NAMED);
  const others = titles.length - named.length;
  const lines = [
    words.greeting(inOneLine(name)),
    '',
    words.waiting(titles.length),
    ...named.map((title) => `- ${title}`),
    ...(others > 0 ? [words.more(others)] : []),
    '',
    `${publicUrl}/inbox`,
    '',
    '-- ',
    words.why,
    `${publicUrl}/profile`,
  ];
  return { subject: words.subject(titles.length), text: `${lines.join('\n')}\n` };
}

/** What a person reads who tries whether they are reached, in one line; `words` is also what a push shows then. */
export function testMail({ name, language, publicUrl }: Reader): { subject: string; text: string; words: string } {
  const { greeting, test } = WORDS[language];
  const text = `${greeting(inOneLine(name))}\n\n${test}\n\n${publicUrl}/profile\n`;
  return { subject: test, text, words: test };
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
