import type { HttpRefusal } from "../lib/http.ts";
import { texts } from "../lib/texts.ts";
import { Warning } from "../parts/icons.tsx";

/** Why something about how one signs in did not come about, said where it was tried. */
export function TroubleNote({ why }: { readonly why: HttpRefusal | "again" | "known" | "notMade" | undefined }) {
  const words = texts.value;
  return (
    <div role="alert">
      {why !== undefined && (
        <p class="note note-warning">
          <Warning />
          <span>
            {why === "wrong"
              ? words.secondFactor.wrong
              : why === "again" || why === "known" || why === "notMade"
                ? words.passkeys[why]
                : words.signIn[why]}
          </span>
        </p>
      )}
    </div>
  );
}
