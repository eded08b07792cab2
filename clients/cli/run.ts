/** What the command line can do. */
import { parseArgs } from "node:util";
import { acd, AcdProblem, type Acd, type Answer, type LiveItem } from "../typescript/src/index.ts";
import { table } from "./table.ts";

export interface Surroundings {
  readonly url: string;
  readonly key: string | undefined;
  readonly application: string;
  /** How many characters fit into a line. */
  readonly width: number;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** The text of a file; of "-" what is piped in. */
  readonly read: (file: string) => Promise<string>;
  /** What is in a file. */
  readonly bytes: (file: string) => Promise<Uint8Array<ArrayBuffer>>;
  readonly write: (file: string, bytes: Uint8Array) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

const usage = `./acd <what> <do> [id] …     what: queues, operators, skill-groups, hours, numbers, rules, scenarios, sounds, roles,
                             webhooks, report-schedules

  ./acd queues list                           all of them, as a table
  ./acd queues get MainQueue                  one, as JSON
  ./acd queues put MainQueue settings.json    create or replace; "-" reads what is piped in
  ./acd queues set MainQueue ringTime=30000   change some fields
  ./acd queues delete MainQueue
  ./acd queues uses MainQueue                 what names it
  ./acd queues state MainQueue                who waits
  ./acd operators state anna                  what she is doing
  ./acd operators status anna Timeout         Ready, Online, Timeout, DND, Offline
  ./acd calls list [--state live|ended] [--queue MainQueue]
  ./acd calls get <call>
  ./acd calls tail                            what happens to calls, as it happens
  ./acd calls do <call> '{"do": "end"}'       prioritise, assign, unassign, move, transfer, end
  ./acd report queues --from 2026-11-01T00:00:00Z [--until …] [--interval 1d] [--zone Europe/Moscow]
               [--format json|csv|xlsx|parquet] [--out FILE]
  ./acd scenarios publish Sales [--note TEXT] [--of VERSION]
  ./acd scenarios versions Sales
  ./acd sounds upload FILE --as Greeting [--use prompt|music]
                                              WAV, MP3 or Ogg; makes the sound if there is none
  ./acd sounds hear Greeting --out FILE       as callers hear it (Ogg Opus)
  ./acd export                                the whole application, as JSON
  ./acd import file.json [--dry-run] [--prune]

  --json          as JSON, for programs
  --application   which one (ACD_APPLICATION; callcenter)
  --url           where (ACD_URL; http://127.0.0.1:8787)
  The key is taken from ACD_KEY, ACD_ADMIN_KEY, or the stack that was started in this folder.`;

/** A command that cannot be understood: says what would be right. */
class Misuse extends Error {}

/** Returns the exit code: 0 done, 1 refused, 2 not understood. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { print, complain } = surroundings;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        application: { type: "string", default: surroundings.application },
        url: { type: "string", default: surroundings.url },
        state: { type: "string" },
        queue: { type: "string" },
        from: { type: "string" },
        until: { type: "string" },
        interval: { type: "string" },
        zone: { type: "string" },
        csv: { type: "boolean", default: false },
        format: { type: "string" },
        out: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        as: { type: "string" },
        use: { type: "string" },
        note: { type: "string" },
        of: { type: "string" },
        prune: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const [what, verb, ...more] = positionals;
    if (values.help || what === undefined || what === "help") {
      print(usage);
      return what === undefined && !values.help ? 2 : 0;
    }
    if (surroundings.key === undefined)
      throw new Misuse("There is no key. Set ACD_KEY, or run this where the call centre was started.");
    const client = acd({
      url: values.url,
      token: surroundings.key,
      application: values.application,
      ...(surroundings.fetch && { fetch: surroundings.fetch }),
    });
    const show = (body: unknown): void => {
      for (const line of lines(body, values.json, surroundings.width)) print(line);
    };
    await dispatch({ client, what, verb, more, options: values, show, surroundings });
    return 0;
  } catch (error) {
    if (error instanceof AcdProblem) {
      complain(error.message);
      return 1;
    }
    if (error instanceof Misuse || (error instanceof TypeError && "code" in error)) {
      complain(`${error.message}\n\`./acd queues --help\` says what there is.`);
      return 2;
    }
    if (error instanceof Error && "path" in error) {
      complain(`The file ${String(error.path)} cannot be read or written: ${reasonOf(error)}`);
      return 1;
    }
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    complain(`The call centre at ${surroundings.url} could not be asked: ${cause}`);
    return 1;
  }
}

/** Of what a file system says: without its own word for the error and the path, which have been said. */
const reasonOf = ({ message }: Error): string => message.replace(/^[A-Z]+: /, "").replace(/, \w+ '.*'$/, ".");

interface Command {
  readonly client: Acd;
  readonly what: string;
  readonly verb: string | undefined;
  readonly more: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly show: (body: unknown) => void;
  readonly surroundings: Surroundings;
}

async function dispatch(command: Command): Promise<void> {
  const { client, what, verb, options, show, surroundings } = command;
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === "string" ? value : undefined;
  };
  switch (what) {
    case "calls":
      return calls(command, text);
    case "export":
      return surroundings.print(JSON.stringify((await client.exportApplication()).body, undefined, 2));
    case "import": {
      const file: unknown = jsonIn(await surroundings.read(needed(verb, "a file, or - for what is piped in")));
      const flags = { dryRun: String(options["dry-run"]), prune: String(options["prune"]) };
      return show((await client.importApplication({ body: file as never, ...flags })).body); // the API says what is wrong with it
    }
    case "report": {
      const report = needed(verb, "queues, groups, operators, numbers, scenarios or hours") as "queues"; // likewise
      const out = text("out");
      const format = text("format") ?? (options["csv"] === true ? "csv" : "json");
      if (!["json", "csv", "xlsx", "parquet"].includes(format))
        throw new Misuse("--format is json, csv, xlsx or parquet.");
      if (out === undefined && !["json", "csv"].includes(format)) throw new Misuse("Say --out FILE: it is no text.");
      const query = {
        from: text("from"),
        until: text("until"),
        interval: text("interval"),
        timeZone: text("zone"),
        queue: text("queue"),
        format,
      };
      const { body } = await client.getReport({ report, ...query } as Parameters<Acd["getReport"]>[0]); // likewise
      if (out === undefined) return typeof body === "string" ? surroundings.print(body.trimEnd()) : show(body);
      const bytes =
        body instanceof Uint8Array
          ? body
          : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body, undefined, 2));
      await surroundings.write(out, bytes);
      return surroundings.print(`${out}: ${bytes.length} bytes.`);
    }
    case "sounds":
      if (verb === "upload") return upload(command, text);
      if (verb === "hear") return hear(command, text);
      return resources(command, kindOf(client, what));
    case "scenarios":
      if (verb === "publish" || verb === "versions") return publish(command, text);
      return resources(command, kindOf(client, what));
    default:
      return resources(command, kindOf(client, what));
  }
}

async function calls(
  { client, verb, more, show, surroundings }: Command,
  text: (name: string) => string | undefined,
): Promise<void> {
  const [id, body] = more;
  switch (verb) {
    case "list": {
      const query = { state: text("state"), queue: text("queue"), from: text("from"), to: text("until"), limit: 50 };
      return show((await client.listCalls(query as Parameters<Acd["listCalls"]>[0])).body.items); // likewise
    }
    case "get":
      return show((await client.getCall({ id: needed(id, "a call") })).body);
    case "do": {
      const command: unknown = jsonIn(needed(body, 'a command, as {"do": "end"}'));
      return show((await client.commandCall({ id: needed(id, "a call"), body: command as never })).body); // the API says what is wrong with it
    }
    case "tail":
      for await (const frame of client.follow({
        kinds: ["call"],
        ...(surroundings.signal && { signal: surroundings.signal }),
      })) {
        for (const call of frame.items ?? frame.changed ?? []) surroundings.print(told(call));
        for (const call of frame.gone ?? []) surroundings.print(`${now()}  ${call.id}  gone`);
      }
      return undefined;
    default:
      throw new Misuse(`"calls" has list, get, tail and do.`);
  }
}

/** By the ends of files' names. */
const soundTypes = { wav: "audio/wav", mp3: "audio/mpeg", ogg: "audio/ogg", opus: "audio/ogg" } as const;

async function upload(
  { client, more, show, surroundings }: Command,
  text: (name: string) => string | undefined,
): Promise<void> {
  const file = needed(more[0], "a file");
  const id = needed(text("as"), "which sound it is to be: --as ID");
  const ending = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  const type = Object.entries(soundTypes).find(([known]) => known === ending)?.[1];
  if (type === undefined) throw new Misuse("The file's name must end in .wav, .mp3, .ogg or .opus.");
  const body = await surroundings.bytes(file);
  const there = await client.getSound({ id }).catch((error: unknown) => {
    if (error instanceof AcdProblem && error.status === 404) return undefined;
    throw error;
  });
  const use = (text("use") ?? "prompt") as "prompt"; // the API says what is wrong with it
  if (there === undefined) await client.putSound({ id, body: { name: id, use } });
  show((await client.uploadSound({ id, body, contentType: type })).body);
}

async function hear(
  { client, more, surroundings }: Command,
  text: (name: string) => string | undefined,
): Promise<void> {
  const [id, out] = [needed(more[0], "which sound"), needed(text("out"), "a file for it: --out FILE")];
  const { body } = await client.hearSound({ id });
  await surroundings.write(out, body);
  surroundings.print(`${out}: ${body.length} bytes.`);
}

async function publish(
  { client, verb, more, show }: Command,
  text: (name: string) => string | undefined,
): Promise<void> {
  const id = needed(more[0], "which scenario");
  if (verb === "versions") return show((await client.listScenarioVersions({ id })).body.items);
  const [of, note] = [text("of"), text("note")];
  const body = { ...(of !== undefined && { of: Number(of) }), ...(note !== undefined && { note }) };
  return show((await client.publishScenario({ id, body })).body);
}

async function resources(
  { show, client, verb, more: [id, ...more], surroundings }: Command,
  kind: Kind,
): Promise<void> {
  switch (verb) {
    case "list": {
      const items: object[] = [];
      for await (const item of client.every(kind.list)) items.push(item);
      return show(items);
    }
    case "get":
      return show((await kind.get({ id: needed(id, "which one") })).body);
    case "put": {
      const body: unknown = jsonIn(await surroundings.read(needed(more[0], "a file, or - for what is piped in")));
      return show((await kind.put({ id: needed(id, "which one"), body })).body);
    }
    case "set": {
      if (more.length === 0) throw new Misuse("Say what is to change: name=value.");
      return show((await kind.patch({ id: needed(id, "which one"), body: Object.fromEntries(more.map(pair)) })).body);
    }
    case "delete":
      await kind.delete({ id: needed(id, "which one") });
      return surroundings.print(`${id} is gone.`);
    case "uses":
      return show((await kind.uses({ id: needed(id, "which one") })).body.items);
    case "state":
      if (kind.state === undefined) throw new Misuse("Queues, operators, hours and report schedules have a state.");
      return show((await kind.state({ id: needed(id, "which one") })).body);
    case "status": {
      if (!kind.isOperator) throw new Misuse("Operators have a status.");
      const status = needed(more[0], "Ready, Online, Timeout, DND or Offline") as "Ready"; // the API says what is wrong with it
      return show((await client.forceOperatorStatus({ id: needed(id, "which one"), body: { status } })).body);
    }
    default:
      throw new Misuse("There are list, get, put, set, delete, uses, state and status.");
  }
}

/** What can be done with every kind of resource, whatever its fields. */
interface Kind {
  readonly isOperator: boolean;
  readonly list: (input: {
    cursor?: string;
  }) => Promise<Answer<{ readonly items: readonly object[]; readonly next?: string }>>;
  get(input: { id: string }): Promise<Answer<object>>;
  put(input: { id: string; body: unknown }): Promise<Answer<object>>;
  patch(input: { id: string; body: unknown }): Promise<Answer<object>>;
  delete(input: { id: string }): Promise<Answer<undefined>>;
  uses(input: { id: string }): Promise<Answer<{ readonly items: readonly object[] }>>;
  /** Only some have one. */
  readonly state?: (input: { id: string }) => Promise<Answer<object>>;
}

/** As they are called in the names of operations: one and many. */
const kinds: Readonly<Record<string, readonly [string, string]>> = {
  "skill-groups": ["SkillGroup", "SkillGroups"],
  hours: ["Hours", "AllHours"],
  queues: ["Queue", "Queues"],
  operators: ["Operator", "Operators"],
  numbers: ["Number", "Numbers"],
  rules: ["Rule", "Rules"],
  webhooks: ["Webhook", "Webhooks"],
  scenarios: ["Scenario", "Scenarios"],
  sounds: ["Sound", "Sounds"],
  roles: ["Role", "Roles"],
  "report-schedules": ["ReportSchedule", "ReportSchedules"],
};

function kindOf(client: Acd, what: string): Kind {
  const [one, many] = kinds[what] ?? [];
  if (one === undefined) throw new Misuse(`There is no "${what}".`);
  const operations = client as unknown as Readonly<Record<string, unknown>>; // by name: the kinds are alike but for their fields
  const kind = {
    isOperator: one === "Operator",
    list: operations[`list${many}`],
    get: operations[`get${one}`],
    put: operations[`put${one}`],
    patch: operations[`patch${one}`],
    delete: operations[`delete${one}`],
    uses: operations[`get${one}Uses`],
    state: operations[`get${one}State`],
  };
  return kind as Kind; // likewise
}

/** `ringTime=30000`, `name=Sales`, `skillGroups=["Support"]`: what is JSON is taken as such. */
function pair(text: string): [string, unknown] {
  const at = text.indexOf("=");
  if (at < 1) throw new Misuse(`"${text}" is not name=value.`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    return [text.slice(0, at), value];
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Misuse("That is not JSON.");
  }
}

function needed(word: string | undefined, what: string): string {
  if (word === undefined) throw new Misuse(`Say ${what}.`);
  return word;
}

function lines(body: unknown, asJson: boolean, width: number): string[] {
  if (asJson || !Array.isArray(body)) return [JSON.stringify(body, undefined, 2)];
  return body.length === 0 ? ["(none)"] : table(body as object[], width); // lists of the API hold objects
}

const now = (): string => new Date().toISOString().slice(11, 19);

const told = ({ id, ...call }: LiveItem): string =>
  [now(), id, call["state"], call["queueId"], call["operatorId"], call["caller"]].filter(Boolean).join("  ");
