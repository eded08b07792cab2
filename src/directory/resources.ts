/** What an application's administrators set up. Everything is addressed by its id within the application. */
import type { Need, Skills } from "../protocol/skills.ts";
import type { OpeningHours } from "../protocol/hours.ts";
import type { QueueSettings, WrapUpMode, LastOperator } from "../protocol/settings.ts";
import type { OwnReason } from "../protocol/reason.ts";
import type { Flow, ScenarioSettings, ScenarioVersion } from "../protocol/scenario.ts";
import type { SoundAudio, SoundState, SoundUse } from "../protocol/sound.ts";
import type { Target } from "../protocol/target.ts";
import type { Disabled, WantedEvents, WebhookSettings } from "../protocol/webhook.ts";
import type { Grant, Right, RoleName, Scope } from "../rights/index.ts";
import type { IdentityProvider } from "./identityProviders.ts";
import type { ScheduleSettings } from "../schedules/settings.ts";
import type { SessionSeen } from "./sessions.ts";
import type {
  ApplicationId,
  DispositionId,
  Duration,
  HoursId,
  Instant,
  KeyId,
  Language,
  OperatorId,
  QueueId,
  ReportScheduleId,
  RoleId,
  ScenarioId,
  SkillGroupId,
  SoundId,
  WebhookId,
} from "../words/index.ts";

export interface Application {
  readonly id: ApplicationId;
  readonly name: string;
  /** In which callers are spoken to, unless a rule says otherwise. */
  readonly language: Language;
}

export interface SkillGroup {
  readonly id: SkillGroupId;
  readonly name: string;
}

/** A queue's settings as they are set up; `revision` and application are the directory's to add. */
export interface Queue extends Omit<QueueSettings, "revision" | "application" | "queueId" | "hours"> {
  readonly id: QueueId;
  /** Null: always open. */
  readonly hours: HoursId | null;
}

/** A timetable that queues keep to. */
export interface Hours extends OpeningHours {
  readonly id: HoursId;
  readonly name: string;
}

/** A person who signs in: an operator, a supervisor or an administrator. */
export interface Person {
  readonly id: OperatorId;
  readonly name: string;
  readonly role: RoleName;
  /** The queues that the role's rights are about. It limits what the person sees and changes of others, not the calls they take themselves. */
  readonly scope: Scope;
  readonly skillGroups: readonly SkillGroupId[];
  readonly skills: Skills;
  /** The queues that this operator is to serve before the others, the first first; all others follow by weight. */
  readonly queueOrder: readonly QueueId[];
  /** These three: see {@link OperatorProfile}. */
  readonly ringTime: Duration | null;
  readonly wrapUpMode: WrapUpMode | null;
  readonly wrapUp: Duration | null;
  /** Whether a password is set. Without one only a passkey or a company's own sign-in lets them in. */
  readonly canSignIn: boolean;
}

/** A telephone number (DID) that carriers bring calls to. Its id is the number itself. */
export interface TelephoneNumber {
  readonly id: string;
  readonly label: string;
}

/** Leads the numbers that match its mask into a scenario. Rules are tried by `order`, then by id; the first match wins. */
export interface Rule {
  readonly id: string;
  readonly mask: string;
  readonly order: number;
  readonly scenario: ScenarioId;
  readonly queue: QueueId;
  readonly priority: number;
  /** What its callers need besides what the queue asks for. */
  readonly needs: readonly Need[];
  /** Null: it does not matter whom callers talked to last. */
  readonly lastOperator: Omit<LastOperator, "operatorId"> | null;
  /** Null: the application's. */
  readonly language: Language | null;
  readonly announceEvery: Duration;
  /** What becomes of its callers while the queue is closed. Null: what the queue says. */
  readonly closed: Target | null;
}

/** A reason to pause that operators choose. Shown by `order`, then by id. */
export interface PauseReason extends OwnReason {
  readonly order: number;
}

/** How a call turned out, for operators to choose. Shown by `order`, then by id. */
export interface Disposition {
  readonly id: DispositionId;
  readonly name: string;
  readonly order: number;
  /** Under which heading it is shown; null: under none. */
  readonly group: string | null;
  /** One that is not is chosen no longer, and stays for what has been chosen. */
  readonly active: boolean;
}

/** A call flow as the application has it: the draft, which is edited, and what of it has been published, which is what callers get. */
export interface Scenario {
  readonly id: ScenarioId;
  readonly name: string;
  readonly flow: Flow;
  readonly settings: ScenarioSettings;
  /** The latest version. Null: none has been published, and callers get what the flow usually does. */
  readonly published: ScenarioVersion | null;
}

/** What becomes the next version of a scenario. */
export type Publication = Pick<ScenarioVersion, "flow" | "settings" | "note">;

/** A prompt or music. What it sounds like is with its actor, which tells what has become of an upload. */
export interface Sound {
  readonly id: SoundId;
  readonly name: string;
  readonly use: SoundUse;
  /** In which it speaks, for people; null: in none. */
  readonly language: Language | null;
  readonly state: SoundState;
  /** Of `failed`: why the last upload could not be taken. */
  readonly because: string | null;
  /** What is played; null: there is nothing yet. */
  readonly audio: SoundAudio | null;
}

/** A set of rights with a name, beside the roles that are built in. */
export interface Role {
  readonly id: RoleId;
  readonly name: string;
  readonly rights: readonly Right[];
}

/** Somebody else's server that is told what happens. Its secret is with its actor. */
export interface Webhook extends Pick<WebhookSettings, "url" | "enabled" | "numbers"> {
  readonly id: WebhookId;
  readonly description: string;
  readonly events: WantedEvents;
  /** Since when it is disabled, if nobody has done that. Null: it is not. */
  readonly disabledSince: Instant | null;
  readonly because: Disabled["because"] | null;
}

/** A report that is made and sent again and again. */
export interface ReportSchedule extends ScheduleSettings {
  readonly id: ReportScheduleId;
  /** Who put it last: a bearer's name, in whose name and with whose rights it is made. Null: nobody who is known. */
  readonly author: string | null;
}

/** A key for programs, without its secret. It may never do more than its maker may do now. */
export interface ApiKey extends Grant {
  readonly id: KeyId;
  readonly name: string;
  /** Who made it: a person's id; null: the admin key. */
  readonly madeBy: OperatorId | null;
  readonly madeAt: Instant;
  /** Null: it holds until it is revoked. */
  readonly expiresAt: Instant | null;
  /** To the minute. Null: never. */
  readonly lastUsedAt: Instant | null;
}

/** A stored password: PBKDF2-HMAC-SHA-256 of it. Base64. */
export interface PasswordHash {
  readonly salt: string;
  readonly hash: string;
}

/** What may be put into the directory, by kind. */
export interface Resources {
  readonly application: Application;
  readonly skillGroup: SkillGroup;
  readonly hours: Hours;
  readonly queue: Queue;
  readonly person: Person;
  readonly number: TelephoneNumber;
  readonly rule: Rule;
  readonly role: Role;
  readonly webhook: Webhook;
  readonly pauseReason: PauseReason;
  readonly disposition: Disposition;
  readonly sound: Sound;
  readonly scenario: Scenario;
  readonly identityProvider: IdentityProvider;
  readonly reportSchedule: ReportSchedule;
}
export type Kind = keyof Resources;
/** An application stays. */
export type Removable = Exclude<Kind, "application">;

/** What is given to `put`: a person comes with a new password, or keeps the one they have; hours that are open or closed by hand stay so; a scenario may be published with it; a sound keeps what it sounds like; a webhook that was disabled is what it is put as; a provider comes with a new secret, sealed, or keeps the one it has; whoever puts a report schedule becomes its author. */
export type Draft<K extends Kind> = K extends "person"
  ? Omit<Person, "canSignIn"> & { readonly password?: PasswordHash | undefined }
  : K extends "scenario"
    ? Omit<Scenario, "published"> & { readonly published?: Publication | null | undefined }
    : K extends "sound"
      ? Omit<Sound, "state" | "because" | "audio">
      : K extends "hours"
        ? Omit<Hours, "override">
        : K extends "webhook"
          ? Omit<Webhook, "disabledSince" | "because">
          : K extends "identityProvider"
            ? Omit<IdentityProvider, "hasSecret"> & { readonly sealedSecret?: string | undefined }
            : K extends "reportSchedule"
              ? Omit<ReportSchedule, "author">
              : Resources[K];

/** A resource, and the revision of the change that made it what it is. */
export interface Revised<K extends Kind> {
  readonly resource: Resources[K];
  readonly revision: number;
}

/** It is not as the change expects it: as what it is now; undefined: there is none. */
export interface OtherRevision<K extends Kind> {
  readonly because: "other_revision";
  readonly now: Revised<K> | undefined;
}

export type PutRefusal<K extends Kind> =
  | OtherRevision<K>
  | { readonly because: "no_application" }
  /** A resource that this one names does not exist. */
  | { readonly because: "unknown"; readonly field: string; readonly kind: Kind; readonly id: string };

/** What names a resource. `keeps`: it cannot be deleted as long as it does. */
export interface Use {
  readonly kind: Kind;
  readonly id: string;
  readonly keeps: boolean;
}

export interface Page<K extends Kind> {
  readonly items: readonly Resources[K][];
  /** The id after which the next page begins; undefined: this is the last one. */
  readonly next?: string | undefined;
}

export type RemoveRefusal<K extends Kind> =
  | OtherRevision<K>
  | { readonly because: "not_found" }
  /** Something else still names it. */
  | { readonly because: "in_use"; readonly by: readonly { readonly kind: Kind; readonly id: string }[] };

export type Put<K extends Kind> =
  | ({ readonly ok: true; readonly created: boolean } & Revised<K>)
  | { readonly ok: false; readonly refusal: PutRefusal<K> };

/** A scenario has become a version, or the last one was the same already. */
export type Published =
  | ({ readonly ok: true } & Revised<"scenario">)
  | {
      readonly ok: false;
      readonly refusal:
        | Exclude<PutRefusal<"scenario">, { because: "no_application" }>
        | { readonly because: "not_found" }
        | { readonly because: "no_version" };
    };

export type Removed<K extends Kind> =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: RemoveRefusal<K> };

/** Who has signed in, and as what. A session made before the epoch's last change is void. */
export interface SignedIn {
  readonly id: OperatorId;
  readonly name: string;
  readonly role: RoleName;
  readonly epoch: number;
}

/** What somebody shows to sign in. */
export interface Proof {
  /** Of the password. */
  readonly hash: string;
  /** Of the second factor: of the moment, or one for recovery. */
  readonly code?: string | undefined;
}

export type SignIn =
  | {
      readonly ok: true;
      readonly person: SignedIn;
      readonly endsAt: Instant;
      /** `missing`: their role demands one, and they may do nothing but set it up. */
      readonly secondFactor: "on" | "off" | "missing";
    }
  /** `wrong` says neither whether the name nor whether the password is. */
  | { readonly ok: false; readonly refusal: "wrong" }
  /** A company's sign-in knows them, and nobody here is that person. */
  | { readonly ok: false; readonly refusal: "unknown" }
  /** The password is right, and a code must come with it. */
  | { readonly ok: false; readonly refusal: "code_needed" | "wrong_code" }
  | { readonly ok: false; readonly refusal: "locked"; readonly until: Instant };

export type RenewedSession =
  | { readonly ok: true; readonly person: SignedIn; readonly session: SessionSeen }
  /** The token is none, has served before, or its session is over. */
  | { readonly ok: false };
