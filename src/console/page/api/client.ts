import { words } from '../words.ts';
import type {
  Decision,
  Digest,
  Effect,
  Entry,
  Filter,
  Item,
  Message,
  Page,
  Problem,
  Receipt,
  Resolution,
  Result,
  Settings,
  SettingsChange,
  Suggestion,
  SuggestionForm,
  UndoResult,
  Why,
  Workflow,
  WorkflowChange,
  WorkflowHistory,
  WorkflowPreview,
  WorkflowValues,
} from './types.ts';

const ROOT = '/api/v1';
/** A call without an answer for this long counts as unanswered; all that we repeat is safe to repeat. */
const LIMIT_MS = 20_000;

/** What of everything is looked at. */
export interface Looking {
  readonly filter: Filter;
  readonly search: string;
}

export type Api = ReturnType<typeof createApi>;

/**
 * The HTTP API as functions. Answers are trusted to have the shapes of `console/api`: page and server are of one
 * version. `onSignedOut` hears of every 401.
 */
export function createApi(send: typeof fetch, onSignedOut: () => void) {
  const call = <T>(method: string, path: string, body?: unknown) => ask<T>({ method, path, body });

  async function ask<T>(asked: Asked): Promise<Result<T>> {
    const { path } = asked;
    const response = await answered(() => send(`${ROOT}${path}`, requestOf(asked)));
    if (!response) return { ok: false, problem: unanswered() };
    if (response.status === 401 && path !== '/session') onSignedOut();
    return response.ok ? valueOf<T>(response) : { ok: false, problem: await problemOf(response) };
  }
  const at = encodeURIComponent;
  const next = (after?: string) => (after === undefined ? '' : `&after=${at(after)}`);

  return {
    signIn: (token: string) => call<undefined>('POST', '/session', { token }),
    settings: () => call<Settings>('GET', '/settings'),
    changeSettings: (change: SettingsChange) => call<Settings>('PATCH', '/settings', change),
    pause: () => call<Settings>('POST', '/pause'),
    resume: () => call<Settings>('POST', '/resume'),
    messages: (after?: string) =>
      call<Page<Message>>('GET', `/conversations/main/messages?limit=50${next(after)}`),
    send: (id: string, text: string) =>
      call<Receipt>('POST', '/messages', { id, text, conversation: 'main' }),
    recentCards: () => call<Page<Suggestion>>('GET', '/suggestions?limit=100'),
    waitingCards: (after?: string) =>
      call<Page<Suggestion>>('GET', `/suggestions?status=pending&limit=100${next(after)}`),
    suggestion: (id: string) => call<Suggestion>('GET', `/suggestions/${at(id)}`),
    form: (id: string) => call<SuggestionForm>('GET', `/suggestions/${at(id)}/form`),
    decide: (id: string, decision: Decision) =>
      call<Suggestion>('POST', `/suggestions/${at(id)}/decision`, decision),
    everything: (
      { filter, search }: Looking,
      { limit = 50, after }: { limit?: number; after?: string } = {},
    ) =>
      call<Page<Entry>>(
        'GET',
        `/everything?limit=${limit}&filter=${filter}&search=${at(search.trim())}${next(after)}`,
      ),
    item: (id: string) => call<Item>('GET', `/everything/${at(id)}`),
    digest: () => call<Digest>('GET', '/digest'),
    effects: (after?: string) => call<Page<Effect>>('GET', `/effects?limit=50${next(after)}`),
    effect: (id: string) => call<Effect>('GET', `/effects/${at(id)}`),
    resolve: (id: string, outcome: Resolution) =>
      call<Effect>('POST', `/effects/${at(id)}/resolve`, { outcome }),
    undo: (id: string) => call<UndoResult>('POST', `/effects/${at(id)}/undo`),
    why: (id: string) => call<Why>('GET', `/why/${at(id)}`),
    workflows: () => call<Page<Workflow>>('GET', '/workflows'),
    workflow: (name: string) => call<WorkflowHistory>('GET', `/workflows/${at(name)}`),
    previewWorkflow: (name: string, values: WorkflowValues) =>
      call<WorkflowPreview>('POST', `/workflows/${at(name)}/preview`, { values }),
    changeWorkflow: ({ name, hash }: Pick<Workflow, 'name' | 'hash'>, values: WorkflowValues) =>
      ask<WorkflowChange>({
        method: 'PATCH',
        path: `/workflows/${at(name)}`,
        body: { values },
        headers: { 'if-match': `"${hash}"` },
      }),
  };
}

/** Where a PDF is read; the browser sends the session with it. */
export function attachmentAddress(id: string): string {
  return `${ROOT}/attachments/${encodeURIComponent(id)}`;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function requestOf({ method, body, headers }: Asked): RequestInit {
  const shared = {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(LIMIT_MS),
  } satisfies RequestInit;
  if (body === undefined) return shared;
  return {
    ...shared,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

async function answered(call: () => Promise<Response>): Promise<Response | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}

async function valueOf<T>(response: Response): Promise<Result<T>> {
  try {
    const text = await response.text();
    return { ok: true, value: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { ok: false, problem: unanswered() };
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const plain: Problem = {
    status: response.status,
    code: '',
    title: response.statusText,
    detail: words.problem.status(response.status),
  };
  try {
    const body: Partial<Problem> = await response.json();
    return { ...plain, ...body, status: response.status };
  } catch {
    return plain;
  }
}

function unanswered(): Problem {
  return { status: 0, code: '', title: '', detail: words.problem.unreachable };
}
