/** Passkeys, as the browser keeps or finds them. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

/** Whether there can be any here: a browser binds them to a name, and an address has none. */
export const passkeysWork = (): boolean =>
  browserSupportsWebAuthn() && isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);

type Asked = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type Wanted = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** Undefined: there is none, or the person did not want to. Which of both the browser does not tell. */
export const askPasskey = (optionsJSON: Asked): Promise<object | undefined> =>
  startAuthentication({ optionsJSON }).catch(() => undefined);

/** Undefined: it was not made. `known`: this authenticator has one already. */
export const makePasskey = (optionsJSON: Wanted): Promise<object | "known" | undefined> =>
  startRegistration({ optionsJSON }).catch((fault: unknown) =>
    fault instanceof Error && fault.name === "InvalidStateError" ? "known" : undefined,
  );
