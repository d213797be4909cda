"use strict";

// The one name that the files of this page share.
const review = {};

// An element. Text is only ever set as text, so no string can become markup here.
review.el = (tag, attributes = {}, ...children) => {
  const svg = ["svg", "path", "circle", "text", "g"].includes(tag);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

// A web address as a link, anything else as text.
review.link = (address, text) => {
  const web = URL.canParse(address) && ["http:", "https:"].includes(new URL(address).protocol);
  if (!web) return review.el("span", { text });
  return review.el("a", { href: address, rel: "noopener noreferrer nofollow", target: "_blank", text });
};

// What the server answers; an Error with its words where it refuses.
review.ask = async (path, values = {}) => answered(await fetch(`api/${path}?${new URLSearchParams(values)}`));

review.send = async (path, body) => answered(await fetch(`api/${path}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}));

async function answered(response) {
  const value = await response.json();
  if (!response.ok) throw new Error(value.error);
  return value;
}
