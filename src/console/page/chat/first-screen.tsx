import { usePage } from '../shell/page.ts';
import { ZoneLine } from '../shell/zone.tsx';
import { words } from '../words.ts';

/** What is seen before anything was said. */
export function FirstScreen() {
  const { state, fill } = usePage();
  const mail = state.settings?.connectors.find(({ name }) => name === 'email');
  return (
    <section class="first">
      <p class="hello">{words.first.hello}</p>
      {!mail?.ready && <p>{words.first.noMail}</p>}
      <div class="examples">
        <span id="try">{words.first.try}</span>
        <ul aria-labelledby="try">
          {words.first.examples.map((example) => (
            <li key={example}>
              <button type="button" class="plain" onClick={() => fill(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <ZoneLine />
    </section>
  );
}
