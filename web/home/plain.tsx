import { texts } from "../lib/texts.ts";
import { Book } from "../parts/icons.tsx";
import { Frame } from "./frame.tsx";

/** A page that is not there yet, and what serves in its place. */
export function Plain({ page }: { readonly page: "supervisor" | "admin" }) {
  const words = texts.value.plain;
  return (
    <Frame>
      <main class="narrow">
        <section class="card plain">
          <h1>{words[page].title}</h1>
          <p class="quiet">{words[page].text}</p>
          <p class="plain-links">
            <a class="button button-primary" href="/docs">
              <Book />
              {words.docs}
            </a>
            <a class="button" href="/">
              {words.home}
            </a>
          </p>
        </section>
      </main>
    </Frame>
  );
}
