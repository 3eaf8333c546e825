import { searchText } from '../../../../common/search-text.js';

/** What customers write to hear no more of offers, in many languages; common words such as "cancel" are not among them. */
export const DEFAULT_OPT_OUT_WORDS: readonly string[] = [
  ...['STOP', 'STOP ALL', 'STOPALL', 'UNSUBSCRIBE', 'OPT OUT', 'OPTOUT', 'STOP PROMOTIONS'],
  ...['STOPP', 'ABMELDEN', 'ABBESTELLEN'],
  ...['BAJA', 'DARME DE BAJA', 'DETENER', 'PARAR', 'SAIR', 'DESCADASTRAR', 'CANCELAR INSCRIÇÃO'],
  ...[
    'ARRÊT',
    'ARRÊTER',
    'DÉSABONNER',
    'DESINSCRIRE',
    'SE DÉSABONNER',
    'CANCELLAMI',
    'DISISCRIVIMI',
    'ANNULLA ISCRIZIONE',
  ],
  ...['AFMELDEN', 'UITSCHRIJVEN', 'AFMELD', 'AVREGISTRERA', 'AVSLUTA', 'AVMELD', 'LOPETA'],
  ...['СТОП', 'ОТПИСАТЬСЯ', 'ВІДПИСАТИСЯ', 'WYPISZ', 'REZYGNUJĘ', 'ODHLÁSIT', 'LEIRATKOZÁS', 'DEZABONARE'],
  ...['DUR', 'İPTAL ABONELİK', 'ABONELİKTEN ÇIK', 'إيقاف', 'الغاء الاشتراك', 'توقف', 'הסר', 'הסירו אותי'],
  ...['BERHENTI', 'UNREG', 'HUMINTO', 'DỪNG', 'HỦY', 'หยุด', 'बंद करो', 'रोकें'],
  ...['停止', '退订', '退訂', '取消订阅', '配信停止', '停止配信', '수신거부', '그만'],
];

/** What customers write to get them again. */
export const DEFAULT_OPT_IN_WORDS: readonly string[] = [
  ...['START', 'UNSTOP', 'SUBSCRIBE', 'OPT IN', 'OPTIN', 'RESUME'],
  ...['ANMELDEN', 'ALTA', 'INSCREVER', 'REPRENDRE', 'ISCRIVIMI', 'AANMELDEN'],
  ...['СТАРТ', 'ПОДПИСАТЬСЯ', 'BAŞLA', 'ابدأ', 'اشتراك', 'MULAI', 'शुरू', '订阅', '訂閱', '配信再開', '수신동의'],
];

/** Longer texts are no word by which somebody opts out, and are not looked at. */
const MAX_WORD_CHARACTERS = 60;

/** The word as it is compared: case, accents and signs around it do not count. */
export function wordKey(text: string): string {
  return searchText(text).replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
}

/** Whether a message is nothing but one of these words. */
export function isWordOf(words: ReadonlySet<string>, text: string | null): boolean {
  if (text === null || text.length > MAX_WORD_CHARACTERS) return false;
  return words.has(wordKey(text));
}
