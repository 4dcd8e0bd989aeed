import { useState } from 'preact/hooks';
import { words } from '../words.ts';
import { usePage } from './page.ts';

/** Asks for the token, where the browser has no session and the address brought none. */
export function SignIn() {
  const { state, actions } = usePage();
  const [token, setToken] = useState('');
  const [before, command, after] = words.signIn.ask;
  const submit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== '') void actions.signIn(token.trim());
  };

  return (
    <main class="sign-in">
      <form onSubmit={submit} noValidate>
        <h1>{words.name}</h1>
        <p id="sign-in-ask">
          {before}
          <code>{command}</code>
          {after}
        </p>
        <input type="text" autocomplete="username" value={words.name} readOnly hidden />
        <label for="token">{words.signIn.token}</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          aria-describedby="sign-in-ask sign-in-problem"
          aria-invalid={state.signInProblem !== ''}
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <p id="sign-in-problem" class="problem" role="alert">
          {state.signInProblem}
        </p>
        <button type="submit" class="primary">
          {words.signIn.go}
        </button>
      </form>
    </main>
  );
}
