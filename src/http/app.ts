/** The edge app's HTTP side, whole. One app an isolate: counters, limits and what is remembered of webhooks live in it. */
import { newApi } from "./api.ts";
import { counters as newCounters } from "./counters.ts";
import type { Api } from "./api.ts";
import type { Ports } from "./ports.ts";
import { routeBook } from "./routeBook.ts";
import { applicationRoutes } from "./routes/applications.ts";
import { callRoutes } from "./routes/calls.ts";
import { directoryRoutes } from "./routes/directory.ts";
import { documentRoutes } from "./routes/document.ts";
import { dialledRoutes } from "./routes/dialled.ts";
import { healthRoutes } from "./routes/health.ts";
import { hoursRoutes } from "./routes/hours.ts";
import { keyRoutes } from "./routes/keys.ts";
import { pageRoutes } from "./routes/pages.ts";
import { provisioningRoutes } from "./routes/provisioning.ts";
import { publicRoutes } from "./routes/public.ts";
import { rightRoutes } from "./routes/rights.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { socketRoutes } from "./routes/sockets.ts";
import { stateRoutes } from "./routes/states.ts";
import { transferRoutes } from "./routes/transfers.ts";
import { webCallRoutes } from "./routes/webCalls.ts";
import { webhookRoutes } from "./routes/webhook.ts";

export function createApp(ports: Ports): Api {
  const counters = newCounters();
  const api = newApi(ports, counters);
  const findRoute = routeBook(ports);
  applicationRoutes(api, ports);
  directoryRoutes(api, ports);
  rightRoutes(api, ports);
  keyRoutes(api, ports);
  hoursRoutes(api, ports);
  dialledRoutes(api, ports);
  stateRoutes(api, ports);
  callRoutes(api, ports);
  transferRoutes(api, ports);
  sessionRoutes(api, ports, counters);
  webCallRoutes(api, ports, counters, findRoute);
  provisioningRoutes(api, ports);
  publicRoutes(api, ports);
  socketRoutes(api, ports, counters);
  webhookRoutes(api, ports, counters, findRoute);
  healthRoutes(api, ports, counters);
  documentRoutes(api);
  pageRoutes(api, ports);
  return api;
}
