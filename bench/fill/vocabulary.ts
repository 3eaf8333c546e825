import { searchText } from '../../src/common/search-text.js';
import { randomFrom, zipfRank } from './random.js';

/** A language of the customers: how its words are made, how many of a hundred conversations speak it. */
export interface Language {
  name: string;
  share: number;
  /** The most common words, in this order. */
  common: string;
  syllables: string;
  separator: string;
  firstNames: string;
  lastNames: string;
  /** How numbers of its country begin, without +. */
  prefix: string;
}

export const LANGUAGES: readonly Language[] = [
  {
    name: 'en',
    share: 45,
    common:
      'the to you a and is it for my order please have in of when i can hello thank thanks not that with this me on your be we will do are hi ok yes no delivery how much today tomorrow send address price color size black white available want like does invoice payment paid refund return exchange late still waiting store open time number email name help question problem broken',
    syllables: 'ba co de fi go hu ka li mo ne pa ri so ta ve wo zen tor mil gra ster ling by ton ard',
    separator: ' ',
    firstNames: 'Maria James Mary John Emma Noah Olivia Liam Ava Lucas Zoë Sofía Björn Renée Małgorzata Pablo',
    lastNames: 'Smith Johnson Brown García Müller Kowalski Nguyen Rossi Silva Jensen Dubois Novák Øvergård Weiß',
    prefix: '1650',
  },
  {
    name: 'es',
    share: 14,
    common:
      'de la que el en y a los se del las un por con no una su para es al lo como más pero hola gracias pedido cuándo llega quiero precio envío dirección talla color mañana hoy pagar factura buenos días',
    syllables: 'ca le mi to sa ra ción mente do ña lla que bue pri tra gue res pon',
    separator: ' ',
    firstNames: 'María José Lucía Antonio Carmen Íñigo Ángela Begoña Raúl Inés',
    lastNames: 'García Fernández González Rodríguez Núñez Martínez Peña Ibáñez',
    prefix: '346',
  },
  {
    name: 'pt',
    share: 13,
    common:
      'de a o que e do da em um para é com não uma os no se na por mais as dos como mas ao oi obrigado pedido quando chega quero preço entrega endereço amanhã hoje pagamento bom dia boa tarde',
    syllables: 'ção ma ri lha não be sta ven do per gu nta fe li zo bra nho que',
    separator: ' ',
    firstNames: 'João Ana Luís Conceição Tiago Beatriz Gonçalo Inês',
    lastNames: 'Silva Souza Conceição Araújo Gonçalves Pereira Magalhães',
    prefix: '5511',
  },
  {
    name: 'de',
    share: 8,
    common:
      'die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als hallo danke bestellung wann kommt möchte größe lieferung heute morgen rechnung bitte straße',
    syllables: 'ge ver be ung keit lich zeug haus werk stra ßen mäd chen bü cher tür schau',
    separator: ' ',
    firstNames: 'Jürgen Anna Günther Käthe Lukas Sören',
    lastNames: 'Müller Schmidt Weiß Groß Jäger Köhler',
    prefix: '4915',
  },
  {
    name: 'ru',
    share: 5,
    common: 'и в не на я что тот быть с а весь это как она по но они к у ты заказ когда привет спасибо цена доставка',
    syllables: 'пре ко ло ра сто ми на ша го ва ли те ние ость',
    separator: ' ',
    firstNames: 'Анна Иван Ольга Пётр Мария Сергей',
    lastNames: 'Иванов Смирнова Кузнецов Попова Соколов',
    prefix: '7905',
  },
  {
    name: 'ar',
    share: 5,
    common: 'في من على إلى أن هذا مع التي كان لا ما هل شكرا مرحبا طلب متى السعر التوصيل العنوان اليوم غدا',
    syllables: 'مك تو با سا را دي نة ال فر كو لي',
    separator: ' ',
    firstNames: 'محمد فاطمة أحمد مريم يوسف',
    lastNames: 'العلي حسن إبراهيم المصري خليل',
    prefix: '9665',
  },
  {
    name: 'zh',
    share: 6,
    common:
      '的 我 你 是 了 不 在 有 请 订单 谢谢 你好 什么 时候 可以 价格 多少 发货 地址 明天 今天 退款 颜色 黑色 白色',
    syllables: '天 地 人 山 水 火 木 金 土 日 月 星 风 云 雨 电 车 书 家 门 口 手 心 大 小 长 高 新 好 美',
    separator: '',
    firstNames: '伟 芳 娜 敏 静 丽 强 磊 军 洋 秀英 建国',
    lastNames: '王 李 张 刘 陈 杨 黄 赵 周 吴',
    prefix: '8613',
  },
  {
    name: 'th',
    share: 4,
    common: 'ครับ ค่ะ สวัสดี ขอบคุณ ราคา เท่าไหร่ สินค้า ส่ง เมื่อไหร่ ที่อยู่ วันนี้ พรุ่งนี้ สี ขนาด สั่งซื้อ',
    syllables: 'กา ดี มา นา รัก ใจ เมือง ไทย น้ำ บ้าน รถ ฟ้า',
    separator: '',
    firstNames: 'สมชาย สมหญิง มาลี ประยุทธ์ กมล',
    lastNames: 'ใจดี ศรีสุข ทองดี แสงทอง',
    prefix: '668',
  },
];

export interface Phrase {
  language: string;
  text: string;
  search: string;
}

const WORDS_A_LANGUAGE = 12_000;
const EMOJI = ['👍', '🙏', '😊', '❤️', '🌵'];

/** Sentences of each language, by its share: words by Zipf's law, so that some are everywhere and most are rare. */
export function sentences(seed: number, count: number): Phrase[] {
  return LANGUAGES.flatMap((language, index) => {
    const random = randomFrom(seed * 100 + index);
    const words = wordsOf(language, random);
    return Array.from({ length: Math.ceil((count * language.share) / 100) }, () => {
      const length = 1 + Math.floor(10 * random() ** 1.5);
      const chosen = Array.from({ length }, () => words[zipfRank(random, words.length)] ?? '');
      const ending = random() < 0.06 ? ` ${EMOJI[Math.floor(random() * EMOJI.length)]}` : random() < 0.3 ? '?' : '';
      return phrase(language, capital(chosen.join(language.separator)) + ending);
    });
  });
}

/** Names of people in the script of their language; some have an emoji, as profile names do. */
export function names(seed: number, count: number): Phrase[] {
  return LANGUAGES.flatMap((language, index) => {
    const random = randomFrom(seed * 100 + 50 + index);
    const [first, last] = [language.firstNames.split(' '), language.lastNames.split(' ')];
    const syllables = language.syllables.split(' ');
    const made = () => capital(Array.from({ length: 2 }, () => pick(syllables, random)).join(''));
    return Array.from({ length: Math.ceil((count * language.share) / 100) }, () => {
      const parts = [
        random() < 0.6 ? (first[zipfRank(random, first.length)] ?? '') : made(),
        random() < 0.5 ? (last[zipfRank(random, last.length)] ?? '') : made(),
      ];
      const text = language.name === 'zh' ? parts.reverse().join('') : parts.join(' ');
      return phrase(language, random() < 0.03 ? `${text} 🌸` : text);
    });
  });
}

function wordsOf({ common, syllables }: Language, random: () => number): string[] {
  const words = new Set(common.split(' '));
  const parts = syllables.split(' ');
  while (words.size < WORDS_A_LANGUAGE) {
    words.add(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(parts, random)).join(''));
  }
  return [...words];
}

function phrase({ name }: Language, text: string): Phrase {
  return { language: name, text, search: searchText(text) };
}

function pick(values: readonly string[], random: () => number): string {
  return values[Math.floor(random() * values.length)] ?? '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
