import { render } from "preact";
import "./ringing.ts";
import { comeBack } from "./account.ts";
import { App } from "./app.tsx";
import { comeBackFromCompany } from "./companySignOut.ts";

comeBack();
comeBackFromCompany();

const page = document.getElementById("page");
if (page) render(<App />, page);
