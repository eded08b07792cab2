import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { texts } from "../lib/texts.ts";
import { Dialog } from "../parts/dialog.tsx";
import { useFocus } from "../parts/focus.ts";
import { QrCode } from "../parts/qrCode.tsx";
import { factorMissing } from "./account.ts";
import { PasskeysPart } from "./passkeysPart.tsx";
import { begin, busy, closeSecondFactor, confirm, end, step, trouble, type Step } from "./secondFactor.ts";
import { TroubleNote } from "./troubleNote.tsx";

/** Over the desk. */
export function SecondFactorDialog({ at }: { readonly at: Step }) {
  return (
    <Dialog title={texts.value.secondFactor.title} onClose={closeSecondFactor}>
      <Content at={at} />
      {(at.at === "on" || at.at === "off") && <PasskeysPart withCode={at.at === "on"} />}
    </Dialog>
  );
}

/** In the desk's place, for those who may not work without one. */
export function SecondFactorDemanded() {
  const words = texts.value.secondFactor;
  const at = step.value;
  return (
    <main class="narrow">
      <section class="card sign-in" aria-labelledby="second-factor">
        <h1 id="second-factor">{words.title}</h1>
        <p class="quiet">{words.demanded}</p>
        {at && <Content at={at} />}
      </section>
    </main>
  );
}

function Content({ at }: { readonly at: Step }) {
  const words = texts.value.secondFactor;
  switch (at.at) {
    case "asking":
      return trouble.value === undefined ? (
        <p class="quiet" role="status">
          {words.asking}
        </p>
      ) : (
        <TroubleNote why={trouble.value} />
      );
    case "off":
      return (
        <Asked key="off" label={texts.value.passkeys.password} kind="password" press={words.begin} onAnswer={begin}>
          <p>{words.text}</p>
        </Asked>
      );
    case "begun":
      return (
        <Asked key="begun" label={words.code} kind="code" press={words.confirm} onAnswer={confirm}>
          <p>{words.scan}</p>
          <QrCode text={at.uri} label={words.picture} />
          <p>
            <code class="secret">{at.secret.replaceAll(/(.{4})(?!$)/g, "$1 ")}</code>
          </p>
          <p>
            <a href={at.uri}>{words.open}</a>
          </p>
        </Asked>
      );
    case "confirmed":
      return (
        <>
          <p role="status">{words.on}</p>
          <p>{words.keep}</p>
          <ul class="recovery-codes" aria-label={words.codes}>
            {at.codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
          <footer class="dialog-foot">
            <button type="button" class="button button-primary" onClick={closeSecondFactor}>
              {words.kept}
            </button>
          </footer>
        </>
      );
    case "on":
      return (
        <Asked key="on" label={words.code} kind="code" press={words.end} onAnswer={end}>
          <p>{words.isOn(at.codesLeft)}</p>
        </Asked>
      );
  }
}

interface AskedProps {
  readonly label: string;
  readonly kind: "password" | "code";
  readonly press: string;
  readonly onAnswer: (answer: string) => Promise<void>;
  readonly children: ComponentChildren;
}

/** One question and its button. */
function Asked({ label, kind, press, onAnswer, children }: AskedProps) {
  const [answer, setAnswer] = useState("");
  const field = useFocus<HTMLInputElement>();
  return (
    <form
      class="steps"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void onAnswer(answer.trim());
      }}
    >
      {children}
      <TroubleNote why={trouble.value} />
      <label class="field">
        <span>{label}</span>
        <input
          {...(kind === "password"
            ? { type: "password", name: "password", autocomplete: "current-password" }
            : { type: "text", name: "code", autocomplete: "one-time-code" })}
          autocapitalize="none"
          spellcheck={false}
          required={kind === "code"}
          ref={field}
          value={answer}
          onInput={(event) => setAnswer(event.currentTarget.value)}
        />
      </label>
      <footer class="dialog-foot">
        {!factorMissing.value && (
          <button type="button" class="button" onClick={closeSecondFactor}>
            {texts.value.cancel}
          </button>
        )}
        <button type="submit" class="button button-primary" aria-busy={busy.value}>
          {press}
        </button>
      </footer>
    </form>
  );
}
