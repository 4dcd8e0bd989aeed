import { currencySchema } from '../../kernel/index.ts';
import { fold } from './text.ts';

/** Where “$” is written for the country's own money. */
const DOLLAR_SIGN = codes(
  'USD CAD AUD NZD SGD HKD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD MXN ARS CLP COP UYU DOP',
);
const DOLLARS = codes(
  'USD CAD AUD NZD SGD HKD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD',
);
const CROWNS = codes('SEK NOK DKK ISK');
const FRANCS = codes('CHF XOF XAF XPF');

/** Codes that are understood in lower case too; others are English words or too rare (`all`, `try`, `top`). */
const LOWER_CASE = codes(
  'USD EUR GBP CHF JPY CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF BGN INR CNY BRL MXN ZAR SGD HKD KRW ILS UAH THB AED',
);
const ENGLISH_WORDS = codes('ALL TRY TOP');

const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '€': 'EUR',
    '£': 'GBP',
    '₹': 'INR',
    '₩': 'KRW',
    '₽': 'RUB',
    '₺': 'TRY',
    '₴': 'UAH',
    '₪': 'ILS',
    '₫': 'VND',
    '₱': 'PHP',
    '₦': 'NGN',
    '฿': 'THB',
    '₡': 'CRC',
    '₲': 'PYG',
    '₸': 'KZT',
    '₾': 'GEL',
    '₵': 'GHS',
    US$: 'USD',
    R$: 'BRL',
    A$: 'AUD',
    AU$: 'AUD',
    C$: 'CAD',
    CA$: 'CAD',
    NZ$: 'NZD',
    HK$: 'HKD',
    S$: 'SGD',
    SG$: 'SGD',
    NT$: 'TWD',
    MX$: 'MXN',
  }),
);

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    euro: 'EUR',
    euros: 'EUR',
    pound: 'GBP',
    pounds: 'GBP',
    quid: 'GBP',
    yen: 'JPY',
    yuan: 'CNY',
    rupee: 'INR',
    rupees: 'INR',
    zl: 'PLN',
    zloty: 'PLN',
    zlotys: 'PLN',
    kc: 'CZK',
    reais: 'BRL',
    shekels: 'ILS',
    baht: 'THB',
    hryvnia: 'UAH',
    forint: 'HUF',
    sfr: 'CHF',
    franken: 'CHF',
  }),
);

/** Words that name a currency only together with the context's. */
const SHARED: ReadonlyMap<string, { readonly of: ReadonlySet<string>; readonly otherwise?: string }> =
  new Map(
    Object.entries({
      dollar: { of: DOLLARS, otherwise: 'USD' },
      dollars: { of: DOLLARS, otherwise: 'USD' },
      buck: { of: DOLLARS, otherwise: 'USD' },
      bucks: { of: DOLLARS, otherwise: 'USD' },
      franc: { of: FRANCS, otherwise: 'CHF' },
      francs: { of: FRANCS, otherwise: 'CHF' },
      kr: { of: CROWNS },
      krona: { of: CROWNS },
      kronor: { of: CROWNS },
      krone: { of: CROWNS },
      kroner: { of: CROWNS },
    }),
  );

/** What is paid in and has no code among the currencies: never the context's. */
const UNKNOWN_MONEY = codes('BTC XBT ETH SOL XRP LTC ADA DOT DOGE USDT USDC XAU XAG SATS');

/** What a sign or word beside a number says: a currency, or one that cannot be told (`null`). */
export type CurrencyMark = { readonly code: string | null };

/** “€”, “US$”, “¥”; undefined where it is none. */
export function currencyOfSign(sign: string, context: string): CurrencyMark | undefined {
  const plain = sign.normalize('NFKC');
  if (plain === '$') return { code: DOLLAR_SIGN.has(context) ? context : 'USD' };
  if (plain === '¥') return { code: context === 'CNY' ? 'CNY' : 'JPY' };
  const code = SIGNS.get(plain.toUpperCase());
  if (code !== undefined) return { code };
  return /^\p{Sc}$/u.test(plain) ? { code: null } : undefined;
}

/** “eur”, “dollars”, “CHF”; undefined where it is none. */
export function currencyOfWord(word: string, context: string): CurrencyMark | undefined {
  const folded = fold(word);
  const named = NAMES.get(folded);
  if (named !== undefined) return { code: named };
  const shared = SHARED.get(folded);
  if (shared) return { code: shared.of.has(context) ? context : (shared.otherwise ?? null) };
  const code = word.toUpperCase();
  if (UNKNOWN_MONEY.has(code) && word === code) return { code: null };
  if (code.length !== 3 || !currencySchema.safeParse(code).success) return undefined;
  const asCode = LOWER_CASE.has(code) || (word === code && !ENGLISH_WORDS.has(code)) || code === context;
  return asCode ? { code } : undefined;
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
