import companies from './companies.json' with { type: 'json' };

const FORMS = new Set(companies.forms);
/** These are surnames or words too, where they are written in another way. */
const SHORT_FORMS = new Set(companies.shortForms);
const WORDS = new Set(companies.words);
const TITLES = new Set(companies.titles);

/**
 * What somebody is greeted by: the first name of a person, the title and the last name where there is a title, and all of
 * a company's name but its legal form. A company is told by its legal form, by a word of its trade, or by a figure or “&” in
 * its name.
 */
export function greetedName(name: string): string {
  const words = name.trim().split(/\s+/u);
  const kept = withoutForm(words);
  if (kept.length < words.length || kept.some(isOfCompany)) return kept.join(' ');
  const [first = name, ...others] = kept;
  const last = others.at(-1);
  if (TITLES.has(plain(first)) && last !== undefined) return `${first} ${last}`;
  // “Torres, Ana”
  const given = first.endsWith(',') ? others[0] : undefined;
  return given ?? first;
}

/** “Acme” of “Acme GmbH & Co. KG”. */
function withoutForm(words: readonly string[]): readonly string[] {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.length === 0 || !(isForm(last) || (last === '&' && before.some(isForm)))) {
    const end = words.at(-1)?.replace(/,$/u, '') ?? '';
    return end === last ? words : [...before, end];
  }
  return withoutForm(before);
}

function isForm(word: string): boolean {
  const bare = word.replaceAll(/[().,]/gu, '');
  return FORMS.has(bare.toLowerCase()) || SHORT_FORMS.has(word.replace(/,$/u, ''));
}

function isOfCompany(word: string, place: number): boolean {
  if (word === '&' || word === '+' || /\d/u.test(word)) return true;
  return WORDS.has(plain(word)) || (place === 0 && plain(word) === 'the');
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[.,’']/gu, '');
}
