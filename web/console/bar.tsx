import { texts } from "../lib/texts.ts";
import { Headset, Keyboard, Mark, Out, Shield } from "../parts/icons.tsx";
import { Tools } from "../parts/tools.tsx";
import { helpOpen, leave } from "./actions.ts";
import { soundCheckOpen } from "./callAudio.ts";
import { factorMissing, session, signedInTo } from "./account.ts";
import { company } from "./companySignOut.ts";
import { link, view } from "./desk.ts";
import { openSecondFactor } from "./secondFactor.ts";

/** The head of the page: whose desk it is, whether the line is up, and the tools. */
export function Bar() {
  const words = texts.value.bar;
  const signedIn = session.value !== "";
  return (
    <header class="bar">
      <a class="brand" href="/">
        <Mark />
        <span>{texts.value.product}</span>
      </a>
      {signedIn && (
        <p class="bar-desk">
          <strong>{view.value?.name ?? ""}</strong>
          <span class="quiet">{signedInTo()}</span>
        </p>
      )}
      {signedIn && (
        <p class="link-state" data-link={link.value} title={words[link.value]}>
          <span>{words[link.value]}</span>
        </p>
      )}
      <div class="bar-tools">
        <Tools />
        {signedIn && (
          <>
            <button
              type="button"
              class="icon-button"
              aria-label={words.sound}
              title={words.sound}
              onClick={() => (soundCheckOpen.value = true)}
            >
              <Headset />
            </button>
            <button
              type="button"
              class="icon-button wide-only"
              aria-label={words.help}
              aria-keyshortcuts="?"
              title={words.help}
              onClick={() => (helpOpen.value = true)}
            >
              <Keyboard />
            </button>
            {!factorMissing.value && (
              <button
                type="button"
                class="icon-button wide-only"
                aria-label={texts.value.secondFactor.title}
                title={texts.value.secondFactor.title}
                onClick={() => void openSecondFactor()}
              >
                <Shield />
              </button>
            )}
            <button
              type="button"
              class="icon-button"
              aria-label={words.signOut}
              aria-haspopup={company.value ? "dialog" : undefined}
              title={words.signOut}
              onClick={leave}
            >
              <Out />
            </button>
          </>
        )}
      </div>
    </header>
  );
}
