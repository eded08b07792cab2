/** What a media worker is told by its environment, checked once at the start. */
import * as z from "zod";

const notEmpty = z.string().trim().min(1);

const remote = {
  ACD_VOICE_URL: z.url(),
  ACD_VOICE_KEY: notEmpty.optional(),
  ACD_VOICE_MODEL: notEmpty,
  ACD_VOICE_NAME: notEmpty,
};
const voice = z.discriminatedUnion("ACD_VOICE", [
  z.object({ ACD_VOICE: z.literal("espeak") }),
  z.object({ ACD_VOICE: z.literal("openai"), ...remote }),
  z.object({ ACD_VOICE: z.literal("livekit"), ...remote }),
]);

const environment = z.object({
  ACD_EDGE_URL: z.url(),
  /** Travels as a WebSocket subprotocol, so it must be a token (RFC 9110 §5.6.2). */
  ACD_MEDIA_SECRET: z.string().regex(/^[\w!#$%&'*+.^`|~-]{16,}$/),
  ACD_MEDIA_CAPACITY: z.coerce.number().int().min(1).default(500),
  ACD_DATA: notEmpty.default(".acd"),
  ACD_MUSIC: notEmpty.optional(),
});

export type VoiceSettings = z.infer<typeof voice>;
export type Environment = z.infer<typeof environment> & { readonly voice: VoiceSettings };

/** Reads the environment; throws an error that names every variable that is missing or wrong, and no value. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const general = environment.safeParse(set);
  const spoken = voice.safeParse({ ...set, ACD_VOICE: set["ACD_VOICE"] ?? "espeak" });
  if (general.success && spoken.success) return { ...general.data, voice: spoken.data };
  const issues = [...(general.error?.issues ?? []), ...(spoken.error?.issues ?? [])];
  throw new Error(issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}
