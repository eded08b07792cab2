import { render } from "preact";
import "./ringing.ts";
import { App } from "./app.tsx";

const page = document.getElementById("page");
if (page) render(<App />, page);
