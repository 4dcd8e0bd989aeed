import { usePage } from './page.ts';

/**
 * What a screen reader reads out once: new replies, and what became of a decision. The lists themselves are silent,
 * since whatever is drawn in them, such as earlier messages, would be read out as new.
 */
export function Spoken() {
  const { news } = usePage().state;
  return (
    <div class="for-readers" role="status">
      {news.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
