// What HTML alone cannot: the drawer, dialogs, the search key, toasts. Pages work without it.
"use strict";

const search = () => document.getElementById("search");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open-dialog], [data-close-dialog], [data-drawer], [data-dismiss], [data-print], [data-copy]");
  if (!button) return;
  if (button.dataset.openDialog) document.getElementById(button.dataset.openDialog).showModal();
  if ("closeDialog" in button.dataset) button.closest("dialog").close();
  if ("dismiss" in button.dataset) button.closest(".toast").remove();
  if ("print" in button.dataset) window.print();
  if (button.dataset.copy) navigator.clipboard?.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  if ("drawer" in button.dataset) {
    const open = document.querySelector(".side").toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(open));
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  const asked = (event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (asked && search()) {
    event.preventDefault();
    search().focus();
    search().select();
  }
});

// A part of a page that could not be fetched says so, where the reader looks.
document.addEventListener("htmx:responseError", () => toast(document.body.dataset.failed));
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.failed));

function toast(text) {
  const template = document.getElementById("toast");
  if (!template) return;
  const made = template.content.cloneNode(true);
  made.querySelector("p").textContent = text;
  document.querySelector(".toasts").append(made);
}

function ready() {
  document.documentElement.dataset.ready = "";
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
