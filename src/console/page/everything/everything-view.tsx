import type { Looking } from '../api/client.ts';
import type { Filter } from '../api/types.ts';
import { LogList } from '../log/log-list.tsx';
import { useFresh } from '../shell/fresh.ts';
import { More, Unread } from '../shell/more.tsx';
import { usePage } from '../shell/page.ts';
import { MOST_SEARCHED } from '../state/route.ts';
import { words } from '../words.ts';
import { workflowWords } from '../workflows/words.ts';
import { EntryList } from './entry-list.tsx';
import { useLooking } from './looking.ts';

const FILTERS = Object.keys(words.everything.filters) as readonly Filter[];

/** All that there is, in one list that can be searched and narrowed. */
export function EverythingView({ looking: wanted }: { readonly looking: Looking }) {
  const { actions } = usePage();
  const { filter, search, type, narrow } = useLooking(wanted);
  useFresh(actions.readEntries);

  return (
    <div class="scroller">
      <section class="column" aria-labelledby="everything-title">
        <div class="title-line">
          <h1 id="everything-title">{words.everything.title}</h1>
          <p>
            <a class="quiet" href="#/workflows">
              {workflowWords.title}
            </a>
            <a class="quiet" href="#/settings">
              {words.settings.link}
            </a>
          </p>
        </div>
        <div class="finding" role="search">
          <label for="search" class="for-readers">
            {words.everything.search}
          </label>
          <input
            id="search"
            type="search"
            value={search}
            placeholder={words.everything.placeholder}
            autocomplete="off"
            maxLength={MOST_SEARCHED}
            onInput={(event) => type(event.currentTarget.value)}
          />
          <Filters chosen={filter} choose={narrow} />
        </div>
        {filter === 'log' && search.trim() === '' ? <LogList /> : <Found />}
      </section>
    </div>
  );
}

function Filters({ chosen, choose }: { readonly chosen: Filter; readonly choose: (filter: Filter) => void }) {
  return (
    <fieldset class="filters">
      <legend class="for-readers">{words.everything.filter}</legend>
      {FILTERS.map((filter) => (
        <label key={filter} class="filter">
          <input
            type="radio"
            name="filter"
            value={filter}
            checked={filter === chosen}
            onChange={() => choose(filter)}
          />
          <span>{words.everything.filters[filter]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Found() {
  const { state, actions } = usePage();
  const { entries, list, looking } = state;
  if (list.state === 'failed') return <Unread text={words.everything.unread} read={actions.readEntries} />;
  if (list.state === 'read' && entries.length === 0 && list.next === null)
    return (
      <p class="empty" role="status">
        {looking.search.trim() === ''
          ? words.everything.empty[looking.filter]
          : words.everything.none(looking.search)}
      </p>
    );
  return (
    <>
      <EntryList entries={entries} />
      {list.next !== null && <More label={words.everything.more} read={actions.readMoreEntries} />}
    </>
  );
}
