// What every page loads: htmx and the small habits. Charts and maps come later, by the addresses in the page.
import htmx from "htmx.org/dist/htmx.esm.js";
import { guardForms } from "./islands/forms.js";
import { figures } from "./islands/figures.js";
import { defineIsland } from "./islands/island.js";
import { menus } from "./islands/menus.js";
import { passkeys } from "./islands/passkey.js";
import { requests } from "./islands/requests.js";
import { search } from "./islands/search.js";
import { defineSlider } from "./islands/slider.js";
import { copyTables } from "./islands/tables.js";
import { themeSwitch } from "./islands/theme.js";

document.documentElement.classList.add("scripted");
requests(document);
passkeys(document);
guardForms(document);
figures(document);
menus(document);
search(document);
copyTables(document);
themeSwitch(document);
defineIsland();
defineSlider(htmx);
