// What if? Two sides, their levers, and what differs.

import {h} from "../core/dom.js";
import {t} from "../core/text.js";

function whatIf(root, app) {
  root.append(h("h1", {}, t("what_if.title")));
  return {update() {}, close() {}};
}

export {whatIf};
