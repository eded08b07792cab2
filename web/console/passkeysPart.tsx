import { useEffect, useState } from "preact/hooks";
import { passkeysWork } from "../lib/passkeys.ts";
import { language, texts } from "../lib/texts.ts";
import { useFocus } from "../parts/focus.ts";
import { add, adding, busy, openPasskeys, passkeys, remove, trouble } from "./passkeys.ts";
import { TroubleNote } from "./troubleNote.tsx";

/** Below the second factor. `withCode`: one is asked for as well. */
export function PasskeysPart({ withCode }: { readonly withCode: boolean }) {
  const words = texts.value.passkeys;
  useEffect(() => void openPasskeys(), []);
  if (!passkeysWork()) return null;
  return (
    <section class="steps passkeys" aria-labelledby="passkeys">
      <h3 id="passkeys">{words.title}</h3>
      <p class="quiet">{words.text}</p>
      {passkeys.value !== undefined && passkeys.value.length > 0 && (
        <ul class="passkey-list">
          {passkeys.value.map(({ id, name, lastUsedAt }) => (
            <li key={id}>
              <span>
                <strong>{name}</strong>
                <span class="quiet">{lastUsedAt === null ? words.unused : words.used(dayOf(lastUsedAt))}</span>
              </span>
              <button
                type="button"
                class="button"
                aria-label={words.removeOne(name)}
                aria-busy={busy.value}
                onClick={() => void remove(id)}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <TroubleNote why={trouble.value} />
      {adding.value ? (
        <NewPasskey withCode={withCode} />
      ) : (
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={() => (adding.value = true)}>
            {words.add}
          </button>
        </footer>
      )}
    </section>
  );
}

const dayOf = (at: number): string => new Intl.DateTimeFormat(language.value, { dateStyle: "medium" }).format(at);

function NewPasskey({ withCode }: { readonly withCode: boolean }) {
  const words = texts.value.passkeys;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const field = useFocus<HTMLInputElement>();
  return (
    <form
      class="steps"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void add(name.trim(), password, code.trim());
      }}
    >
      <label class="field">
        <span>{words.name}</span>
        <input
          name="passkey"
          autocomplete="off"
          maxLength={60}
          required
          ref={field}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{words.password}</span>
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </label>
      {withCode && (
        <label class="field">
          <span>{texts.value.signIn.codeLabel}</span>
          <input
            name="code"
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck={false}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
      )}
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={() => (adding.value = false)}>
          {texts.value.cancel}
        </button>
        <button type="submit" class="button button-primary" aria-busy={busy.value}>
          {words.press}
        </button>
      </footer>
    </form>
  );
}
