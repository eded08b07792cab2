import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { phone } from "../lib/format.ts";
import { readCentre, type Centre } from "../lib/http.ts";
import { texts } from "../lib/texts.ts";
import { Arrow, Book, Check, Copy, Eye, Gear, Handset, Headset, Warning } from "../parts/icons.tsx";
import { Frame } from "./frame.tsx";

const centre = signal<Centre | "unreachable" | undefined>(undefined);

async function read(): Promise<void> {
  const answer = await readCentre();
  centre.value = answer.ok ? answer.value : "unreachable";
}

/** Where to go next. */
export function App() {
  useEffect(() => void read(), []);
  const words = texts.value.home;
  return (
    <Frame>
      <main class="home">
        <div class="hero">
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <Dial />
        <section class="card steps">
          <h2 class="card-title">{words.steps}</h2>
          <ol>
            {words.step.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
        <h2 class="unseen">{words.pages}</h2>
        <nav class="pages" aria-label={words.pages}>
          <PageLink href="/operator" words={words.operator} main>
            <Headset />
          </PageLink>
          <PageLink href="/call" words={words.call} main>
            <Handset />
          </PageLink>
          <PageLink href="/docs" words={words.docs}>
            <Book />
          </PageLink>
          <PageLink href="/admin" words={words.admin}>
            <Gear />
          </PageLink>
          <PageLink href="/supervisor" words={words.supervisor}>
            <Eye />
          </PageLink>
        </nav>
      </main>
    </Frame>
  );
}

function Dial() {
  const words = texts.value.home;
  const known = centre.value;
  return (
    <section class="card dial">
      <h2 class="card-title">{words.dial}</h2>
      {known === "unreachable" || known?.number === "" ? (
        <p class="note note-warning">
          <Warning />
          <span>{words.unreachable}</span>
        </p>
      ) : (
        <>
          <p class="dial-number numbers">{known ? phone(known.number) : " "}</p>
          <p class="dial-sip">
            <code>{known?.sip ?? " "}</code>
            {known && known.sip !== "" && <CopyButton text={known.sip} />}
          </p>
          <p class="quiet small">{words.dialText}</p>
        </>
      )}
    </section>
  );
}

const copied = signal(false);

function CopyButton({ text }: { readonly text: string }) {
  const words = texts.value.home;
  const name = copied.value ? words.copied : words.copy;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = true;
      setTimeout(() => (copied.value = false), 2_000);
    } catch {
      // Forbidden by the browser: the text is there to be marked by hand.
    }
  };
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} onClick={() => void copy()}>
      {copied.value ? <Check /> : <Copy />}
    </button>
  );
}

interface PageLinkProps {
  readonly href: string;
  readonly words: { readonly title: string; readonly text: string };
  readonly main?: boolean;
  readonly children: ComponentChildren;
}

const PageLink = ({ href, words, main = false, children }: PageLinkProps) => (
  <a class={main ? "card page-link page-link-main" : "card page-link"} href={href}>
    <span class="page-icon">{children}</span>
    <span class="page-words">
      <strong>{words.title}</strong>
      <span class="quiet">{words.text}</span>
    </span>
    <Arrow />
  </a>
);
