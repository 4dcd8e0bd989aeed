import type { Entry } from '../api/types.ts';
import { dayName } from '../convert/time.ts';
import { Isolated } from '../shell/isolated.tsx';
import { usePage, useZones } from '../shell/page.ts';
import { addressOf } from '../state/route.ts';
import { words } from '../words.ts';

/** Things by title, each with the way to its own page. */
export function EntryList({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ul class="entries">
      {entries.map((entry) => (
        <li key={entry.id}>
          <EntryRow entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function EntryRow({ entry: { id, kind, title, detail, state, at } }: { readonly entry: Entry }) {
  const { now } = usePage();
  const zones = useZones();
  return (
    <a class="entry-item" href={addressOf({ view: 'everything', item: id })}>
      <span class="entry-title">
        <Isolated text={title} />
      </span>
      <span class="entry-state">{state}</span>
      <span class="small entry-detail">
        {words.everything.kinds[kind]}
        {detail !== '' && ' · '}
        <Isolated text={detail} />
      </span>
      <time class="small" dateTime={at}>
        {dayName(at, zones, now())}
      </time>
    </a>
  );
}
