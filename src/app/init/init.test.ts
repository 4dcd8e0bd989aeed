import { describe, expect, it } from 'vitest';
import { nextStep } from '../examination.ts';
import { answersFrom, type Known, problemOf, smtpUrlOf } from './answers.ts';
import { changesOf, settingsOf, withConfigAnswers } from './changes.ts';

const known: Known = {
  business: undefined,
  zone: undefined,
  currency: 'USD',
  tax: 0,
  mail: false,
  hold: 0,
  before: false,
};

describe('answers', () => {
  it('mean what they look like', () => {
    expect(answersFrom({ currency: ' eur', tax: '19,5 %', hold: '10', business: ' Olga ' })).toEqual({
      currency: 'EUR',
      tax: 19.5,
      hold: 10,
      business: 'Olga',
    });
  });

  it.each([
    ['zone', 'Mars/Base'],
    ['currency', 'XYZ'],
    ['tax', 'some'],
    ['tax', ''],
    ['tax', '101'],
    ['hold', '-1'],
    ['business', ' '],
    ['mailFrom', 'olga'],
  ] as const)('that cannot be used are refused, with what to write: %s %j', (question, text) => {
    expect(problemOf(question, text)).toMatch(/\w+.*\.$|\w/);
    expect(() => answersFrom({ [question]: text })).toThrow(
      `--${question === 'mailFrom' ? 'mail-from' : question}: `,
    );
  });

  it('make an account’s address that any password survives', () => {
    const url = new URL(
      smtpUrlOf({ host: 'mail.example:587', user: 'o@x.example', password: "p/?#@:%'ü" }).reveal(),
    );
    expect([
      url.protocol,
      url.host,
      decodeURIComponent(url.username),
      decodeURIComponent(url.password),
    ]).toEqual(['smtp:', 'mail.example:587', 'o@x.example', "p/?#@:%'ü"]);
  });
});

describe('what is changed', () => {
  it('names each thing, old and new, but never the account', () => {
    const smtpUrl = smtpUrlOf({ host: 'mail.example', user: 'o@x.example', password: 'secret' });
    const changes = changesOf({ ...known, currency: 'EUR' }, { currency: 'EUR', tax: 19, smtpUrl, hold: 10 });
    expect(changes.map(({ where, name, from, to }) => [where, name, from, to])).toEqual([
      ['config/mainstay.yaml', 'tax', '0', '19'],
      ['.env', 'SMTP_URL', undefined, '(not shown)'],
      ['settings', 'hold', '0', '10'],
    ]);
  });

  it('leaves comments, other settings and their order in mainstay.yaml', () => {
    const text = '# mine\ncurrency: USD # dollars\n\n# paper\npaper: Letter\n';
    expect(withConfigAnswers(text, { currency: 'EUR', tax: 19 })).toBe(
      '# mine\ncurrency: EUR # dollars\n\n# paper\npaper: Letter\ntax: 19\n',
    );
    expect(withConfigAnswers('', { tax: 7 })).toBe('tax: 7\n');
    expect(() => withConfigAnswers('taks: 1\n', { tax: 7 })).toThrow('“taks” is not a setting');
  });

  it('sets of the settings only what was answered', () => {
    expect(settingsOf({ hold: 10 })).toEqual({ hold: 10 });
  });
});

describe('the one next step', () => {
  const works = { name: 'Node', state: 'works', text: '20' } as const;
  const missing = { name: 'server', state: 'missing', text: 'none', mend: 'Run mainstay start.' } as const;
  const broken = { name: 'email', state: 'broken', text: 'refused', mend: 'Run mainstay init.' } as const;

  it('mends what is broken, then what is missing, and else begins the work', () => {
    expect(nextStep([works, missing, broken])).toBe('Run mainstay init.');
    expect(nextStep([works, missing])).toBe('Run mainstay start.');
    expect(nextStep([works])).toContain('mainstay chat');
  });
});
