import { useEffect, useState } from "preact/hooks";
import { elsewhere } from "../lib/http.ts";
import { passkeysWork } from "../lib/passkeys.ts";
import { texts } from "../lib/texts.ts";
import { useFocus } from "../parts/focus.ts";
import { Mark, Warning } from "../parts/icons.tsx";
import {
  application,
  codeAsked,
  companies,
  lookForCompanies,
  operatorName,
  signIn,
  signInState,
  signInWithPasskey,
  signInWithTicket,
  ticket,
} from "./account.ts";
import { backFrom } from "./companySignOut.ts";

export function SignIn() {
  const words = texts.value.signIn;
  const [centre, setCentre] = useState(application.peek());
  const [operator, setOperator] = useState(operatorName.peek());
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const state = signInState.value;
  const asked = codeAsked.value;
  const known = operatorName.peek() !== "";
  useEffect(() => void lookForCompanies(application.peek()), []);
  if (ticket.value !== "" && asked) return <TicketCode code={code} onInput={setCode} />;
  return (
    <main class="narrow">
      <form
        class="card sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          if (state !== "busy") void signIn(centre.trim(), operator.trim(), password, asked ? code.trim() : "");
        }}
      >
        <div class="sign-in-head">
          <Mark />
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        {backFrom.value !== "" && state === "idle" && (
          <p role="status" class="note">
            <span>{words.backFrom(backFrom.value)}</span>
          </p>
        )}
        <div role="alert" class="sign-in-alert">
          {state !== "idle" && state !== "busy" && (
            <p class="note note-warning">
              <Warning />
              <span>{words[state]}</span>
            </p>
          )}
        </div>
        <label class="field">
          <span>{words.operator}</span>
          <input
            name="operator"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            autoFocus={!known}
            value={operator}
            onInput={(event) => setOperator(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{words.password}</span>
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            autoFocus={known}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        {asked && <CodeField code={code} onInput={setCode} />}
        <label class="field">
          <span>{words.application}</span>
          <input
            name="application"
            autocomplete="organization"
            autocapitalize="none"
            spellcheck={false}
            required
            value={centre}
            onInput={(event) => setCentre(event.currentTarget.value)}
            onChange={(event) => void lookForCompanies(event.currentTarget.value.trim())}
          />
        </label>
        <button type="submit" class="button button-primary button-wide" aria-busy={state === "busy"}>
          {state === "busy" ? words.busy : words.press}
        </button>
        <Others centre={centre.trim()} operator={operator.trim()} />
      </form>
    </main>
  );
}

/** Ways in that take no password. */
function Others({ centre, operator }: { readonly centre: string; readonly operator: string }) {
  const words = texts.value.signIn;
  if (!passkeysWork() && companies.value.length === 0) return null;
  return (
    <div class="sign-in-others">
      <p class="quiet">{words.or}</p>
      {passkeysWork() && (
        <button
          type="button"
          class="button button-wide"
          onClick={() => signInState.value !== "busy" && void signInWithPasskey(centre, operator)}
        >
          {words.passkey}
        </button>
      )}
      {companies.value.map(({ id, name }) => (
        <a key={id} class="button button-wide" href={elsewhere(centre, id)}>
          {words.company(name)}
        </a>
      ))}
    </div>
  );
}

/** Somebody has come back from their company, and has a second factor of their own. */
function TicketCode({ code, onInput }: { readonly code: string; readonly onInput: (code: string) => void }) {
  const words = texts.value.signIn;
  const state = signInState.value;
  return (
    <main class="narrow">
      <form
        class="card sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          if (state !== "busy") void signInWithTicket(code.trim());
        }}
      >
        <div class="sign-in-head">
          <Mark />
          <h1>{words.title}</h1>
        </div>
        <div role="alert" class="sign-in-alert">
          {state !== "idle" && state !== "busy" && (
            <p class="note note-warning">
              <Warning />
              <span>{words[state]}</span>
            </p>
          )}
        </div>
        <CodeField code={code} onInput={onInput} />
        <button type="submit" class="button button-primary button-wide" aria-busy={state === "busy"}>
          {state === "busy" ? words.busy : words.press}
        </button>
      </form>
    </main>
  );
}

/** Asked for only of those who have a second factor, once their password was right. */
function CodeField({ code, onInput }: { readonly code: string; readonly onInput: (code: string) => void }) {
  const field = useFocus<HTMLInputElement>();
  return (
    <label class="field">
      <span>{texts.value.signIn.codeLabel}</span>
      <input
        name="code"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        required
        ref={field}
        value={code}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
