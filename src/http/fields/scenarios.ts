/** Scenarios, their versions, and sounds. */
import * as z from "zod";
import {
  type Flow,
  flows,
  lines,
  promptLines,
  type ScenarioSettings,
  usualCallbackKey,
  usualScenario,
} from "../../protocol/scenario.ts";
import { soundStates, soundUses } from "../../protocol/sound.ts";
import { languages, minutes, seconds } from "../../words/index.ts";
import { given, instant, language, name, scenario, soundId } from "./basics.ts";

const ownText = z.string().trim().max(1_000);

const byLanguage = <Field extends z.ZodType>(field: Field) => z.partialRecord(z.enum(languages), field).default({});

const scenarioSettings = z
  .strictObject({
    texts: byLanguage(z.partialRecord(z.enum(lines), ownText)).meta({
      description:
        "Words of one's own, by language; what is not given is said as usual, an empty text says nothing. `{place}` stands for the place in the line, `{minutes}` for the minutes with their word, `{key}` for the key.",
      example: { ru: { greeting: "Здравствуйте! Вы позвонили в «Ромашку»." } },
    }),
    prompts: byLanguage(z.partialRecord(z.enum(promptLines), soundId)).meta({
      description: "Sounds in the place of texts, by language. What cannot be played is spoken.",
      example: { ru: { greeting: "Greeting" } },
    }),
    music: soundId.nullable().default(null).meta({ description: "Plays to those who wait. Null: the usual music." }),
    announceEvery: z.int().min(seconds(5)).max(minutes(10)).nullable().default(null).meta({
      description: "How often a caller is told how they stand, in milliseconds. Null: as the rule says.",
    }),
    sayPlace: z.boolean().default(true).meta({ description: "Whether callers are told their place." }),
    sayWait: z.boolean().default(true).meta({ description: "Whether callers are told the expected wait." }),
    callbackKey: z
      .string()
      .regex(/^[0-9*#]$/, "Give one key: a digit, * or #.")
      .nullable()
      .default(usualCallbackKey)
      .meta({
        description:
          "The key with which callers leave the line to be phoned, where the queue phones people. Null: none.",
      }),
  })
  .meta({ id: "ScenarioSettings" });

const flow = z.enum(flows).meta({
  description:
    "What callers go through. `ACD`: they wait for an operator; `Closed`: they are told that nobody is there.",
});

/** What is said or done in the flow `Closed` is one line; of the rest nothing may be set that would have no effect. */
const withoutEffect = ({ flow, settings }: { readonly flow: Flow; readonly settings: ScenarioSettings }): string[] => {
  if (flow !== "Closed") return [];
  const lines = (["texts", "prompts"] as const).flatMap((field) =>
    Object.entries(settings[field]).flatMap(([language, own]) =>
      Object.keys(own).flatMap((line) => (line === "nobodyServes" ? [] : [`${field}.${language}.${line}`])),
    ),
  );
  const { texts: _, prompts: __, ...usual } = usualScenario;
  const others = Object.entries(usual).flatMap(([field, value]) =>
    new Map<string, unknown>(Object.entries(settings)).get(field) === value ? [] : [field],
  );
  return [...lines, ...others];
};

export const effective = (
  given: { readonly flow: Flow; readonly settings: ScenarioSettings },
  context: z.RefinementCtx,
): void => {
  for (const field of withoutEffect(given))
    context.addIssue({
      code: "custom",
      path: ["settings", ...field.split(".")],
      message: `The flow ${given.flow} does nothing with it. Leave it out.`,
    });
};

export const scenarioBody = z
  .strictObject({ name, flow: flow.default("ACD"), settings: scenarioSettings.prefault({}) })
  .superRefine(effective)
  .meta({
    id: "ScenarioBody",
    example: { name: "Sales", flow: "ACD", settings: { texts: { ru: { greeting: "Отдел продаж." } } } },
  });

const publicationNote = z.string().trim().max(500).default("").meta({ description: "What has changed, for people." });

export const publishBody = z
  .strictObject({
    of: z
      .int()
      .min(1)
      .optional()
      .meta({ description: "An earlier version that is to come again. Left out: the draft." }),
    note: publicationNote,
  })
  .meta({ id: "PublishBody", example: { note: "New greeting" } });

/** In a file. */
export const publication = z
  .strictObject({ flow, settings: scenarioSettings, note: publicationNote })
  .superRefine(effective)
  .meta({
    id: "Publication",
    description: "What is published; it becomes the next version unless it is the last one.",
  });

export const scenarioVersion = z
  .object({
    version: z.int().meta({ description: "Counts from 1." }),
    flow,
    settings: scenarioSettings,
    note: z.string().meta({ description: "What had changed, for people." }),
    by: z.string().nullable().meta({ description: "Who published it: a person's id, or `key`." }),
    at: instant,
  })
  .meta({ id: "ScenarioVersion" });

export const soundBody = z
  .strictObject({
    name,
    use: z
      .enum(soundUses)
      .meta({ description: "`prompt`: said in the place of a text; `music`: plays to those who wait." }),
    language: language.nullable().default(null).meta({ description: "In which it speaks, for people." }),
  })
  .meta({ id: "SoundBody", example: { name: "Greeting", use: "prompt", language: "ru" } });

export const scenarioSeen = given(scenario, scenarioBody)
  .extend({
    published: scenarioVersion.nullable().meta({
      description:
        "The latest version, which callers get. Null: there is none, and they get what the flow usually does.",
    }),
  })
  .meta({ id: "Scenario", description: "Name, flow and settings are the draft's." });

export const sound = given(soundId, soundBody)
  .extend({
    state: z.enum(soundStates).meta({
      description:
        "`empty`: nothing uploaded; `converting`: an upload waits for a media worker; `ready`; `failed`: the last upload could not be taken.",
    }),
    because: z.string().nullable().meta({ description: "Of `failed`: why." }),
    audio: z
      .object({
        hash: z.string().meta({ description: "SHA-256 of what is played: another with each upload." }),
        duration: z.int().meta({ description: "In milliseconds." }),
        size: z.int().meta({ description: "In bytes." }),
        loudness: z.number().nullable().meta({ description: "In LUFS; null: silent." }),
      })
      .nullable()
      .meta({ description: "What is played, also while another upload is being converted or has failed." }),
  })
  .meta({ id: "Sound" });
