import { useFresh } from '../shell/fresh.ts';
import { usePage } from '../shell/page.ts';
import { Text } from '../shell/text.tsx';
import { words } from '../words.ts';

/** What today is about, but for the cards, which stand below. */
export function Today() {
  const { state, actions } = usePage();
  useFresh(actions.readToday);
  const { today } = state;
  if (!today) return null;
  const [title = '', ...lines] = today.split('\n');
  const about = lines.filter((line) => !/^\d+ {2}/.test(line));
  return (
    <section class="today" aria-labelledby="today-title">
      <h2 id="today-title">{title.split('. ')[0] ?? words.today.title}</h2>
      <Text text={about.join('\n')} by="us" />
    </section>
  );
}
