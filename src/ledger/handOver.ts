/** Hands what happened to the webhooks that want to know, in order, each as fast as it takes it. */
import type { WebhookPort } from "../protocol/webhook.ts";
import type { WebhookId } from "../words/index.ts";
import type { LedgerBook } from "./book.ts";

/** False: somebody could not take it now, and has to be asked again. */
export async function handOver(
  book: Pick<LedgerBook, "toHand" | "nextToHand" | "handed">,
  webhookOf: (id: WebhookId) => Pick<WebhookPort, "take">,
): Promise<boolean> {
  const done = await Promise.all(book.toHand().map((id) => handTo(book, id, webhookOf(id))));
  return done.every(Boolean);
}

async function handTo(
  book: Pick<LedgerBook, "nextToHand" | "handed">,
  id: WebhookId,
  webhook: Pick<WebhookPort, "take">,
): Promise<boolean> {
  for (let next = book.nextToHand(id); next !== undefined; next = book.nextToHand(id)) {
    const { happened, upTo } = next;
    try {
      if (happened.length > 0 && (await webhook.take(happened)) === undefined) return false;
    } catch {
      return false;
    }
    book.handed(id, upTo);
  }
  return true;
}
