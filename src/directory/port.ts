import type { Outbound } from "../protocol/outbound.ts";
import type { Retention } from "../protocol/retention.ts";
import type { AuditPage, AuditWanted } from "./trail.ts";
import type { Author, Deed, Head } from "../audit/index.ts";
import type { DirectoryPort, SessionMark } from "../protocol/actors.ts";
import type { ScenarioVersion } from "../protocol/scenario.ts";
import type { SoundNews } from "../protocol/sound.ts";
import type { Disabled } from "../protocol/webhook.ts";
import type { Grant, SessionGrant } from "../rights/index.ts";
import type { HoursId, IdentityProviderId, Instant, KeyId, OperatorId, QueueId, WebhookId } from "../words/index.ts";
import type { ScenarioId, SoundId } from "../words/index.ts";
import type { Begun, KeptAnswer } from "./answers.ts";
import type { TakeIn, TakenIn, TakenOut, Whole } from "./exchange.ts";
import type { Expected, OnlyIf } from "./expected.ts";
import type { ProofAgain, Proven, TicketProof } from "./entrance.ts";
import type { Identity, ProviderEnd } from "./identityProviders.ts";
import type { OneTime, OneTimeUse } from "./oneTime.ts";
import type { Passkey } from "./passkeys.ts";
import type { Wanted } from "./filters.ts";
import type {
  ApiKey,
  Draft,
  Kind,
  Page,
  Published,
  Put,
  Removable,
  Removed,
  Resources,
  Revised,
  Proof,
  RenewedSession,
  SignIn,
  Use,
} from "./resources.ts";
import type { FactorAnswer, FactorChange, SecondFactor, SignInRules } from "./secondFactor.ts";
import type { NewSession, SessionSeen } from "./sessions.ts";

/** Answers that are kept for whoever asks the same again. */
interface Answers {
  beginAnswer(slot: string, asked: string): Promise<Begun>;
  /** Without an answer: as if it had not been begun. */
  endAnswer(slot: string, answer: KeptAnswer | undefined): Promise<void>;
}

/** An application's directory as its administrators and its people see it. Changes reach the living actors within a second, and stand in the audit log with their author. */
export interface Directory extends DirectoryPort, Answers {
  /** Until then the application\'s live actor is told whenever anything here changes. */
  watch(until: Instant): Promise<void>;
  put<K extends Kind>(kind: K, draft: Draft<K>, author: Author, expected?: Expected): Promise<Put<K>>;
  /** With its revision. */
  read<K extends Kind>(kind: K, id: string): Promise<Revised<K> | undefined>;
  get<K extends Kind>(kind: K, id: string): Promise<Resources[K] | undefined>;
  /** All of them, by id. */
  list<K extends Kind>(kind: K): Promise<readonly Resources[K][]>;
  /** One page of them, by id. */
  page<K extends Kind>(kind: K, wanted: Wanted): Promise<Page<K>>;
  /** What names it. */
  uses(kind: Kind, id: string): Promise<readonly Use[]>;
  remove<K extends Removable>(kind: K, id: string, author: Author, expected?: Expected): Promise<Removed<K>>;
  /** Everything at once, as it is at one moment. Undefined: there is no such application. */
  takeOut(): Promise<TakenOut | undefined>;
  /** Puts all of it, or nothing; says what has been done. */
  takeIn(whole: Whole, how: TakeIn, author: Author): Promise<TakenIn>;
  /** Opens or closes by hand until the timetable changes next; undefined lifts that. Answers undefined: there are no such hours. */
  override(id: HoursId, open: boolean | undefined, author: Author): Promise<Resources["hours"] | undefined>;
  /** Makes the draft, or an earlier version again (`of`), the version that callers get from now on. Running calls keep theirs. */
  publish(
    id: ScenarioId,
    what: { readonly of?: number | undefined; readonly note: string },
    author: Author,
    expected?: Expected,
  ): Promise<Published>;
  /** The latest first: those before one, or all. */
  versions(id: ScenarioId, before: number | undefined, limit: number): Promise<readonly ScenarioVersion[]>;
  version(id: ScenarioId, version: number): Promise<ScenarioVersion | undefined>;
  /** A sound's actor says what has become of an upload. False: there is no such sound any more. */
  soundHeard(id: SoundId, news: SoundNews): Promise<boolean>;
  /** A webhook's actor says that nothing is sent there any more. `revision`: of the webhook as it knows it; since changed, it stays as it is. */
  disableWebhook(id: WebhookId, revision: number, disabled: Disabled): Promise<void>;
  /** The salt to hash a password with. A name that nobody bears has one too, so that asking tells nothing. */
  saltOf(id: string): Promise<string>;
  /** Hash and code in hand, may this person come in? If so, opens the session. Counts failures and locks the name for a while after too many. */
  signIn(id: string, proof: Proof, opened: NewSession, from: string | null): Promise<SignIn>;
  /** Its signature has been checked by whoever asks, over a challenge that was taken with `takeOnce`. */
  signInByPasskey(id: string, counter: number, opened: NewSession, from: string | null): Promise<SignIn>;
  /** With the hash of the ticket that a company's sign-in has ended with. */
  signInByTicket(hash: string, shown: TicketProof, opened: NewSession, from: string | null): Promise<SignIn>;
  /** Keeps what serves once, until it is taken or ends. */
  keepOnce(what: OneTime): Promise<void>;
  /** Uses it up and answers what was to be known then. Undefined: there is none, or not any longer, or it is for something else. */
  takeOnce(use: OneTimeUse, hash: string): Promise<string | undefined>;
  /** Before the bearer of a session changes how they sign in. Wrong passwords and codes count as those of signing in do. */
  prove(person: OperatorId, proof: ProofAgain, session: string, from: string | null): Promise<Proven>;
  /** The oldest first. */
  passkeys(person: OperatorId): Promise<readonly Passkey[]>;
  passkey(id: string): Promise<Passkey | undefined>;
  /** False: there is one of that id already, or the person has too many or is gone. */
  addPasskey(passkey: Passkey, author: Author): Promise<boolean>;
  /** With the sessions that were opened by it. False: the person has no such passkey. */
  removePasskey(person: OperatorId, id: string, author: Author): Promise<boolean>;
  /** Of a provider's client. Undefined: there is no such provider, or it has none. */
  sealedSecretOf(provider: IdentityProviderId): Promise<string | undefined>;
  /** Whom somebody here is at companies' providers. */
  identities(person: OperatorId): Promise<readonly Identity[]>;
  /** They are nobody there any more; the sessions that came of it are over. False: they were not. */
  unlink(person: OperatorId, provider: IdentityProviderId, author: Author): Promise<boolean>;
  /** A provider says that somebody is signed out there. Said again, it says nothing. Answers how many sessions have ended by that. */
  providerEnded(provider: IdentityProviderId, ended: ProviderEnd): Promise<number>;
  /** Takes the hash of a refresh token and puts that of the next in its place. A token that has served before ends its session. */
  renew(refresh: string, next: string, from: string | null): Promise<RenewedSession>;
  /** Those that stand and are renewed: of one person, or of everybody. */
  sessions(person: OperatorId | undefined): Promise<readonly SessionSeen[]>;
  /** What the provider calls its session that this one came of. Null: it came of none, or the provider has not said. */
  providerSession(id: string): Promise<string | null>;
  /** Ends one session, or all of a person, before their time. Answers how many. */
  signOut(wanted: { readonly id: string } | { readonly person: OperatorId }, author: Author): Promise<number>;
  /** What the bearer of a session may do now. Undefined: it stands no longer, because its person is gone, or it or its epoch has been ended. */
  admits(session: SessionMark): Promise<SessionGrant | undefined>;
  /** Undefined: there is no such person. */
  secondFactor(person: OperatorId): Promise<SecondFactor | undefined>;
  /** Wrong passwords and codes count as those of signing in do. */
  changeSecondFactor(person: OperatorId, change: FactorChange, author: Author): Promise<FactorAnswer>;
  signInRules(): Promise<SignInRules>;
  /** False: it is not as it was to be. So are the next two. */
  putSignInRules(rules: SignInRules, author: Author, only?: OnlyIf<SignInRules>): Promise<boolean>;
  retention(): Promise<Retention>;
  putRetention(retention: Retention, author: Author, only?: OnlyIf<Retention>): Promise<boolean>;
  /** Undefined: no calls are placed any more. */
  putOutbound(outbound: Outbound | undefined, author: Author, only?: OnlyIf<Outbound>): Promise<boolean>;
  /** The queues whose callers a change of this may concern. */
  queuesOf<K extends Kind>(kind: K, resource: Resources[K] | Draft<K>): Promise<readonly QueueId[]>;
  /** All keys, the oldest first. */
  keys(): Promise<readonly ApiKey[]>;
  /** Keeps a new key by the hash of its secret. */
  addKey(key: Omit<ApiKey, "madeAt" | "lastUsedAt">, hash: string, author: Author): Promise<ApiKey>;
  /** False: there is no such key. */
  revokeKey(id: KeyId, author: Author): Promise<boolean>;
  /** What the bearer of a key may do now; notes that it has been used. Undefined: the key is not good, or not any longer. */
  admitsKey(id: KeyId, hash: string): Promise<Grant | undefined>;
  /** What somebody may do now who is known by the name of a bearer only. Undefined: they are not there any more. */
  grantOf(name: string): Promise<Grant | undefined>;
  /** Tells the audit log of what is about to be done elsewhere. */
  note(deed: Deed, author: Author): Promise<void>;
  audit(wanted: AuditWanted): Promise<AuditPage>;
  /** Undefined: there is no such application. */
  auditHead(): Promise<Head | undefined>;
}

/** The list of all applications. */
export interface RootDirectory extends Answers {
  put(kind: "application", draft: Draft<"application">, author: Author): Promise<Put<"application">>;
  list(kind: "application"): Promise<readonly Resources["application"][]>;
  page(kind: "application", wanted: Wanted): Promise<Page<"application">>;
}

/** The actor name of the directory that lists the applications; no application can be called so. */
export const rootDirectoryName = "_/directory";
