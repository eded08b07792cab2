import { render } from "preact";
import { Plain } from "./plain.tsx";

const page = document.getElementById("page");
if (page) render(<Plain page="admin" />, page);
